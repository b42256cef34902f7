"""An invented municipality and its invented post, for demonstrations and tests of mail routing.

`municipality` says who they are, `enquiries.invent` lets people write to them, `mailbox.deliver` turns an enquiry into
the bytes of its channel, and `rule_sheet.past_rules` is the sheet their old robot ran on. Everything follows from a
seed. The post shows the solution at work; no claim about accuracy rests on it.
"""
