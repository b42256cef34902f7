"""Digital Post: MeMo messages, NemSMS, and the containers in which they come."""
