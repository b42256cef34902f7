"""The invented post is the same for the same seed, mixed as asked for, and true to what it says about itself."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry, Mix
from signatur.solutions.mail_routing.demo.labels import UNKNOWN
from signatur.solutions.mail_routing.demo.municipality import department, subject, subjects
from signatur.solutions.mail_routing.demo.styles import Channel, styles

Post = tuple[InventedEnquiry, ...]


def share(post: Post, found: list[InventedEnquiry]) -> float:
    return len(found) / len(post)


def test_the_same_seed_gives_the_same_post(until: datetime) -> None:
    assert list(invent(3, 120, until)) == list(invent(3, 120, until))


def test_another_seed_gives_other_post(until: datetime) -> None:
    texts = {enquiry.text for enquiry in invent(3, 60, until)}

    assert texts.isdisjoint(enquiry.text for enquiry in invent(4, 60, until))


def test_post_comes_oldest_first_and_ends_at_the_given_moment(post: Post, until: datetime) -> None:
    assert all(one.received_at <= next_one.received_at for one, next_one in pairwise(post))
    assert until - timedelta(days=740) < post[0].received_at
    assert until - timedelta(days=3) < post[-1].received_at <= until


def test_a_moment_without_time_zone_is_refused(until: datetime) -> None:
    with pytest.raises(ValueError, match="time zone"):
        next(invent(0, 1, until.replace(tzinfo=None)))


def test_ids_occur_once(post: Post) -> None:
    assert len({enquiry.id for enquiry in post}) == len(post)


def test_no_pattern_is_left_unfilled(post: Post) -> None:
    for enquiry in post:
        assert not set("{}[]|") & set(enquiry.title + enquiry.text + enquiry.quoted), enquiry.id


def test_the_post_is_mixed_as_usual(post: Post) -> None:
    usual = Mix()

    assert share(post, [e for e in post if e.is_unknown]) == pytest.approx(usual.unknown, abs=0.02)
    assert share(post, [e for e in post if e.is_mixed]) == pytest.approx(usual.mixed, abs=0.02)
    assert share(post, [e for e in post if e.answers]) == pytest.approx(usual.reply, abs=0.02)
    assert share(post, [e for e in post if e.is_mislabelled]) == pytest.approx(
        usual.label_noise, abs=0.015
    )


def test_every_channel_style_and_most_subjects_occur(post: Post) -> None:
    assert {enquiry.channel for enquiry in post} == set(Channel)
    assert {enquiry.style_key for enquiry in post} == set(styles())
    written_about = {key for enquiry in post for key in enquiry.subject_keys}
    assert len(written_about) > 0.97 * len(subjects())


def test_a_mix_without_faults_has_none(until: datetime) -> None:
    clean = Mix(
        unknown=0,
        mixed=0,
        other_language=0,
        reply=0,
        repeat=0,
        forwarded=0,
        mishap=0,
        label_noise=0,
    )

    for enquiry in invent(5, 300, until, mix=clean):
        assert enquiry.label == enquiry.subject_keys[0]
        assert (enquiry.is_mixed, enquiry.language, enquiry.mishap) == (False, "da", None)
        assert (enquiry.answers, enquiry.repeats, enquiry.is_forwarded) == ("", "", False)


def test_the_staff_mostly_mistake_a_subject_for_a_near_one(post: Post) -> None:
    wrong = [e for e in post if e.is_mislabelled and not e.is_unknown and not e.is_mixed]

    near = [e for e in wrong if e.label in subject(e.subject_keys[0]).near]

    assert len(near) / len(wrong) > 0.6


def test_what_belongs_nowhere_says_what_it_is_and_is_mostly_put_aside(post: Post) -> None:
    strays = [enquiry for enquiry in post if enquiry.is_unknown]

    assert all(enquiry.stray_key for enquiry in strays)
    assert Counter(enquiry.label for enquiry in strays)[UNKNOWN] / len(strays) > 0.85


def test_a_reply_goes_on_with_an_earlier_enquiry_and_quotes_it(post: Post) -> None:
    by_id = {enquiry.id: enquiry for enquiry in post}

    for reply in (enquiry for enquiry in post if enquiry.answers):
        earlier = by_id[reply.answers]
        assert earlier.received_at < reply.received_at
        assert (earlier.sender, earlier.subject_keys) == (reply.sender, reply.subject_keys)
        last_line = earlier.text.splitlines()[-1]
        assert last_line in reply.quoted
        assert earlier.text not in reply.text


def test_a_repetition_is_the_same_letter_sent_later(post: Post) -> None:
    by_id = {enquiry.id: enquiry for enquiry in post}
    repetitions = [enquiry for enquiry in post if enquiry.repeats]

    assert repetitions
    for again in repetitions:
        earlier = by_id[again.repeats]
        assert (earlier.title, earlier.text) == (again.title, again.text)
        assert earlier.received_at < again.received_at


def test_a_mixed_enquiry_belongs_to_each_department_once(post: Post) -> None:
    for enquiry in (enquiry for enquiry in post if enquiry.is_mixed):
        expected = {subject(key).department_key for key in enquiry.subject_keys}
        assert set(enquiry.department_keys) == expected
        assert len(enquiry.department_keys) == len(expected)
        assert all(department(key).name for key in enquiry.department_keys)


def test_calls_and_paper_letters_come_in_opening_hours(post: Post) -> None:
    for enquiry in post:
        if enquiry.channel in (Channel.PHONE_NOTE, Channel.LETTER):
            assert enquiry.received_at.weekday() < 5
            assert 8 <= enquiry.received_at.hour < 16


def test_snow_is_written_about_in_winter(post: Post) -> None:
    months = Counter(
        enquiry.received_at.month for enquiry in post if enquiry.subject_keys[:1] == ("snerydning",)
    )

    winter = sum(months[month] for month in (12, 1, 2))

    # Three months of twelve would bring a quarter of it.
    assert winter / months.total() > 0.35


def test_a_company_writes_about_one_matter_and_signs_with_its_name(post: Post) -> None:
    letters = [enquiry for enquiry in post if enquiry.style_key == "professional"]

    for letter in letters:
        assert not letter.is_mixed
        company = letter.sender.company
        assert letter.is_forwarded or (company is not None and company.name in letter.text)


def test_digital_post_comes_from_people_and_companies_with_a_number(post: Post) -> None:
    for enquiry in post:
        if enquiry.channel is Channel.DIGITAL_POST:
            assert enquiry.sender.cpr_number or enquiry.sender.cvr_number


def test_the_whole_text_leaves_out_the_thread_and_what_nobody_can_open(post: Post) -> None:
    reply = next(enquiry for enquiry in post if enquiry.answers)
    attached = next(e for e in post if e.attachments and not e.mishap and e.title)
    locked = next(e for e in post if e.attachments and e.mishap)

    assert reply.whole_text == f"{reply.title}\n\n{reply.text}"
    assert attached.whole_text.endswith(attached.attachments[0].text)
    assert locked.attachments[0].text not in locked.whole_text
