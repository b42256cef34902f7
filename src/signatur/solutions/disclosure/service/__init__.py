"""What is done with requests for access, in the words of the work."""

from signatur.solutions.disclosure.service.basis import (
    check_basis,
)
from signatur.solutions.disclosure.service.cases import (
    case,
    change_case,
    history,
    move_case,
    new_case,
)
from signatur.solutions.disclosure.service.changing import (
    bring_back,
    change_document,
    failed_uploads,
    read_again,
    replace,
    set_aside,
    set_upload_aside,
)
from signatur.solutions.disclosure.service.deadlines import (
    deadlines_of,
    pause,
    resume,
    standing_of,
)
from signatur.solutions.disclosure.service.demonstrating import (
    is_demo_loaded,
    note_demo_loaded,
)
from signatur.solutions.disclosure.service.detecting import (
    detect,
)
from signatur.solutions.disclosure.service.document_list import (
    document_list,
)
from signatur.solutions.disclosure.service.documents import (
    document,
    documents,
    laid_of,
    neighbours,
    open_original,
    page_of,
    page_picture,
    pages_of,
)
from signatur.solutions.disclosure.service.duties import (
    answer_duty,
    duties,
    grounds_used,
    unmet_duties,
)
from signatur.solutions.disclosure.service.erasing import (
    erase,
)
from signatur.solutions.disclosure.service.findings import (
    count_mentions,
    findings,
    grounds_of,
)
from signatur.solutions.disclosure.service.from_folder import (
    LOOK_JOB,
    case_of_folder,
    inbound_days,
    inbound_folder,
    look_round,
    tell_of_folder,
)
from signatur.solutions.disclosure.service.handing_over import (
    tidy_outbound,
)
from signatur.solutions.disclosure.service.hindering import (
    hindrances,
)
from signatur.solutions.disclosure.service.learning import (
    LEARN_JOB,
    SEED,
    register_learnt,
    reviewed_texts,
    start_learning,
)
from signatur.solutions.disclosure.service.letters import (
    letter_kinds,
    letter_questions,
    letters,
    note_sent,
    open_letter,
    write_letter,
)
from signatur.solutions.disclosure.service.limits import (
    reading_limits,
    reads_pictures,
)
from signatur.solutions.disclosure.service.linking import (
    case_input,
    link_case,
)
from signatur.solutions.disclosure.service.listing import (
    bodies,
    cases,
    count_waiting,
    counts,
    found_values,
    original_name,
    place_of,
    regime_decided,
    regime_proposed,
)
from signatur.solutions.disclosure.service.mailing import draft_mail
from signatur.solutions.disclosure.service.measuring import (
    handling_times,
    measured,
)
from signatur.solutions.disclosure.service.parties import (
    LINK_JOB,
    answer_doubt,
    call,
    decide_person,
    doubts,
    mentions,
    merge,
    names_of,
    people,
    split,
    start_linking,
    state_role,
)
from signatur.solutions.disclosure.service.preparing import (
    documents_to_make,
    finish_release,
    keep_made,
    make,
    plan_of,
)
from signatur.solutions.disclosure.service.progress import (
    progress,
)
from signatur.solutions.disclosure.service.reading import (
    Means,
    ToRead,
    documents_to_read,
    is_to_read,
    keep_read,
    means_of,
)
from signatur.solutions.disclosure.service.receiving import (
    READ_JOB,
    hand_in,
    keep_unpacked,
    not_readable,
    not_unpacked,
    reading_jobs,
    start_reading,
    uploads_to_unpack,
)
from signatur.solutions.disclosure.service.released import (
    disclosed,
    disclosed_in_project,
    open_bundle,
    open_report,
    release,
    releases,
)
from signatur.solutions.disclosure.service.releasing import (
    RELEASE_JOB,
    cancel_release,
    give_out,
    prepare_release,
)
from signatur.solutions.disclosure.service.remembering import (
    forget,
    remembered,
)
from signatur.solutions.disclosure.service.replaying import (
    replay,
)
from signatur.solutions.disclosure.service.reviewing import (
    decide,
    decide_all_mentions,
    draw,
    mark,
    withhold_page,
)
from signatur.solutions.disclosure.service.rights import (
    AUDIT_PHRASES,
    AUDIT_WORDS,
    CASE_KIND,
    CHANGE_LAW,
    DOCUMENT_KIND,
    HAND_IN,
    LEARN,
    NAME,
    PERMISSIONS,
    READ,
    RELEASE,
    RELEASE_KIND,
    REVIEW,
    UPLOAD_KIND,
    project_of,
)
from signatur.solutions.disclosure.service.searching import (
    search,
)
from signatur.solutions.disclosure.service.second_reader import (
    draw_sample,
    finish_sampled,
    is_sample_due,
    recall_of_first,
    sample_of,
)
from signatur.solutions.disclosure.service.seen import (
    come,
    forget_presence,
    next_to_look_at,
    note_seen,
    note_time,
    unseen_pages,
)
from signatur.solutions.disclosure.service.setup import (
    approve_setup,
    check_setup,
    packaged_setup,
    restore_setup,
    save_setup,
    setup_now,
    setup_versions,
)
from signatur.solutions.disclosure.service.tying import (
    keep_links,
)
from signatur.solutions.disclosure.service.undoing import (
    events,
    redo,
    undo,
)
from signatur.solutions.disclosure.service.watching import (
    watch_deadlines,
)
from signatur.solutions.disclosure.service.wizard import (
    request_question,
    set_regime,
)

__all__ = [
    "AUDIT_PHRASES",
    "AUDIT_WORDS",
    "CASE_KIND",
    "CHANGE_LAW",
    "DOCUMENT_KIND",
    "HAND_IN",
    "LEARN",
    "LEARN_JOB",
    "LINK_JOB",
    "LOOK_JOB",
    "NAME",
    "PERMISSIONS",
    "READ",
    "READ_JOB",
    "RELEASE",
    "RELEASE_JOB",
    "RELEASE_KIND",
    "REVIEW",
    "SEED",
    "UPLOAD_KIND",
    "Means",
    "ToRead",
    "answer_doubt",
    "answer_duty",
    "approve_setup",
    "bodies",
    "bring_back",
    "call",
    "cancel_release",
    "case",
    "case_input",
    "case_of_folder",
    "cases",
    "change_case",
    "change_document",
    "check_basis",
    "check_setup",
    "come",
    "count_mentions",
    "count_waiting",
    "counts",
    "deadlines_of",
    "decide",
    "decide_all_mentions",
    "decide_person",
    "detect",
    "disclosed",
    "disclosed_in_project",
    "document",
    "document_list",
    "documents",
    "documents_to_make",
    "documents_to_read",
    "doubts",
    "draft_mail",
    "draw",
    "draw_sample",
    "duties",
    "erase",
    "events",
    "failed_uploads",
    "findings",
    "finish_release",
    "finish_sampled",
    "forget",
    "forget_presence",
    "found_values",
    "give_out",
    "grounds_of",
    "grounds_used",
    "hand_in",
    "handling_times",
    "hindrances",
    "history",
    "inbound_days",
    "inbound_folder",
    "is_demo_loaded",
    "is_sample_due",
    "is_to_read",
    "keep_links",
    "keep_made",
    "keep_read",
    "keep_unpacked",
    "laid_of",
    "letter_kinds",
    "letter_questions",
    "letters",
    "link_case",
    "look_round",
    "make",
    "mark",
    "means_of",
    "measured",
    "mentions",
    "merge",
    "move_case",
    "names_of",
    "neighbours",
    "new_case",
    "next_to_look_at",
    "not_readable",
    "not_unpacked",
    "note_demo_loaded",
    "note_seen",
    "note_sent",
    "note_time",
    "open_bundle",
    "open_letter",
    "open_original",
    "open_report",
    "original_name",
    "packaged_setup",
    "page_of",
    "page_picture",
    "pages_of",
    "pause",
    "people",
    "place_of",
    "plan_of",
    "prepare_release",
    "progress",
    "project_of",
    "read_again",
    "reading_jobs",
    "reading_limits",
    "reads_pictures",
    "recall_of_first",
    "redo",
    "regime_decided",
    "regime_proposed",
    "register_learnt",
    "release",
    "releases",
    "remembered",
    "replace",
    "replay",
    "request_question",
    "restore_setup",
    "resume",
    "reviewed_texts",
    "sample_of",
    "save_setup",
    "search",
    "set_aside",
    "set_regime",
    "set_upload_aside",
    "setup_now",
    "setup_versions",
    "split",
    "standing_of",
    "start_learning",
    "start_linking",
    "start_reading",
    "state_role",
    "tell_of_folder",
    "tidy_outbound",
    "undo",
    "unmet_duties",
    "unseen_pages",
    "uploads_to_unpack",
    "watch_deadlines",
    "withhold_page",
    "write_letter",
]
