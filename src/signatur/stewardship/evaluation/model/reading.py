"""From columns of text to answers that can be compared, however another system wrote them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.floors.schema import Metric
from signatur.stewardship.evaluation.schema import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

NO_ANSWER: Final = -1
_TRUTHS = ("truth", "sandhed", "facit", "rigtigt_svar", "label", "y_true", "target", "actual")
_MODELS = ("prediction", "model", "model_answer", "predicted", "forudsigelse", "y_pred", "svar")
_SCORES = ("score", "probability", "confidence", "sandsynlighed")
_NOTHING = frozenset({"", "na", "n/a", "nan", "null", "<na>"})
_YES = ("1", "ja", "yes", "true", "sand", "positiv", "positive", "j", "y")
_NO = ("0", "nej", "no", "false", "falsk", "negativ", "negative", "n")
_HALF: Final = 0.5
_MOST_KINDS: Final = 100
NEEDS_POSITIVE = frozenset({Metric.PRECISION, Metric.RECALL, Metric.SPECIFICITY})


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a test set whose truth is known; arrays hold a value each, answers are codes."""

    truth: NDArray[np.int64]
    models: Mapping[str, NDArray[np.int64]]
    people: Mapping[str, NDArray[np.int64]]
    groups: Mapping[str, NDArray[Any]]
    score: NDArray[np.float64] | None
    is_score_of_positive: bool
    """The score is how likely the positive answer is, not how sure the model is of its own."""
    positive: int | None
    labels: tuple[str, ...]
    rows: int
    """Of the file, whether their truth is known or not."""
    notes: tuple[Mapping[str, Any], ...] = field(default=())
    """What whoever reads the result must know of the file: `code`, and its values."""

    @property
    def last(self) -> NDArray[np.int64]:
        """Return the answers of the model that is evaluated."""
        return self.models[list(self.models)[-1]]


def guess(names: Iterable[str], columns: Columns) -> Columns:
    """Fill in what nobody named: the truth and the model, by names that are usual."""
    by_fold = {_fold(one): one for one in names}

    def first(usual: Sequence[str]) -> str:
        return next((by_fold[one] for one in usual if one in by_fold), "")

    truth = columns.truth or first(_TRUTHS) or _TRUTHS[0]
    models = columns.models or tuple(one for one in [first(_MODELS) or first(_SCORES)] if one)
    return replace(columns, truth=truth, models=models or _MODELS[:1])


def cases(table: Mapping[str, Sequence[str]], columns: Columns, metric: Metric) -> Cases:
    """Return the cases of a table. Raises InputProblem with what to mend."""
    columns = _as_written(table, columns)
    truth_words = _words(table[columns.truth])
    known = truth_words != ""
    if not known.any():
        raise InputProblem(
            log="no truth",
            shown=_("The column %(name)s holds no answer at all.", name=columns.truth),
        )
    notes: list[Mapping[str, Any]] = []
    if not known.all():
        notes.append({"code": "truth_missing", "cases": int((~known).sum())})
    truth_words = truth_words[known]
    found = _Answers(truth_words)
    positive = _positive(found, columns, metric, notes)
    is_of_positive = False
    score = _numbers(table[columns.score], known) if columns.score else None
    if columns.score and score is None:
        raise InputProblem(
            log="score is no share",
            shown=_("The column %(name)s must hold numbers from 0 to 1.", name=columns.score),
        )
    models = {}
    for name in columns.models:
        said = _numbers(table[name], known)
        if positive is None and said is not None and _is_score(said):
            positive = _positive_of_two(found)
        if positive is not None and said is not None and len(found.labels) == 2 and _is_score(said):
            other = 1 - positive
            models[name] = np.where(said >= _HALF, positive, other).astype(np.int64)
            notes.append({"code": "answers_from_scores", "column": name})
            if score is None and name == columns.models[-1]:
                score = said
        else:
            models[name] = found.codes(_words(table[name])[known], name)
    people = {name: found.codes(_words(table[name])[known], name) for name in columns.people}
    truth = found.codes(truth_words, columns.truth)
    notes += [
        {"code": "truth_is_person", "column": name}
        for name, codes in people.items()
        if len(codes) > 9 and (codes == truth).all()
    ]
    last = models[columns.models[-1]]
    silent = int((last == NO_ANSWER).sum())
    if silent and metric is not Metric.AUTOMATIC_PRECISION:
        notes.append({"code": "no_answer", "cases": silent})
    if score is not None and positive is not None:
        is_of_positive = _is_of_positive(score, last == positive)
        notes.append({"code": "score_of_positive" if is_of_positive else "score_of_answer"})
    groups = _groups(table, columns, known, notes)
    return Cases(
        truth, models, people, groups, score, is_of_positive, positive, tuple(found.labels),
        len(known), tuple(notes),
    )  # fmt: skip


def _as_written(table: Mapping[str, Sequence[str]], columns: Columns) -> Columns:
    """Return the columns by the names that the file has for them, in small letters or large."""
    by_fold = {_fold(one): one for one in table}

    def written(name: str) -> str:
        found = name if name in table else by_fold.get(_fold(name))
        if found is None:
            raise InputProblem(
                log="column missing",
                shown=_(
                    "The file lacks the column %(name)s. It has: %(found)s.",
                    name=name,
                    found=", ".join(list(table)[:20]),
                ),
            )
        return found

    return Columns(
        written(columns.truth),
        tuple(map(written, columns.models)),
        tuple(map(written, columns.people)),
        tuple(map(written, columns.groups)),
        written(columns.score) if columns.score else "",
        columns.positive,
    )


class _Answers:
    """The answers that occur as truth, and how each may be written."""

    def __init__(self, truth: NDArray[Any]) -> None:
        by_plain: dict[str, str] = {}
        for one in sorted(set(truth.tolist())):
            by_plain.setdefault(_plain(one), one)
        by_plain |= _counterpart(by_plain)
        self.labels: list[str] = list(by_plain.values())
        self._codes = {plain: at for at, plain in enumerate(by_plain)}
        if set(self._codes) <= {*_YES, *_NO} and len(self.labels) == 2:
            for words in (_YES, _NO):
                of_kind = [self._codes[one] for one in words if one in self._codes]
                if len(of_kind) == 1:
                    self._codes |= dict.fromkeys(words, of_kind[0])

    def code_of(self, word: str) -> int | None:
        return self._codes.get(_plain(word))

    def codes(self, words: NDArray[Any], column: str) -> NDArray[np.int64]:
        """Return the code of each answer; one that is no truth anywhere has a code of its own."""
        kinds, at = np.unique(words.astype(str), return_inverse=True)
        found = np.array(
            [NO_ANSWER if one == "" else self._codes.get(_plain(one), len(self.labels) + number)
             for number, one in enumerate(kinds)],
            dtype=np.int64,
        )  # fmt: skip
        if not ((found >= 0) & (found < len(self.labels))).any():
            raise InputProblem(
                log="answers share nothing with the truth",
                shown=_(
                    "No answer in the column %(name)s is one that occurs as the truth, such as %(first)s.",
                    name=column,
                    first=self.labels[0],
                ),
            )
        return found[at.reshape(-1)]


def _counterpart(by_plain: Mapping[str, str]) -> dict[str, str]:
    """Return the other of yes and no, where only one of them occurs."""
    if len(by_plain) == 1:
        (only,) = by_plain
        for words, others in ((_YES, _NO), (_NO, _YES)):
            if only in words:
                other = others[words.index(only)]
                return {other: other}
    return {}


def _positive(
    found: _Answers, columns: Columns, metric: Metric, notes: list[Mapping[str, Any]]
) -> int | None:
    if columns.positive:
        code = found.code_of(columns.positive)
        if code is None:
            raise InputProblem(
                log="positive answer unknown",
                shown=_(
                    "The answer %(name)s does not occur as the truth. These do: %(found)s.",
                    name=columns.positive,
                    found=", ".join(found.labels[:20]),
                ),
            )
        return code
    if metric not in NEEDS_POSITIVE:
        return None
    code = _positive_of_two(found)
    if code is None:
        raise InputProblem(
            log="no positive answer",
            shown=_(
                "Say which answer precision and recall are about; the truth knows these: %(found)s.",
                found=", ".join(found.labels[:20]),
            ),
        )
    notes.append({"code": "positive_found", "label": found.labels[code]})
    return code


def _positive_of_two(found: _Answers) -> int | None:
    """Return the answer that says yes, where there are two and one of them does."""
    yes = [at for at, one in enumerate(found.labels) if _plain(one) in _YES]
    no = [at for at, one in enumerate(found.labels) if _plain(one) in _NO]
    if len(found.labels) > 2:
        return None
    if len(yes) == 1:
        return yes[0]
    return 1 - no[0] if len(no) == 1 and len(found.labels) == 2 else None


def _groups(
    table: Mapping[str, Sequence[str]],
    columns: Columns,
    known: NDArray[np.bool_],
    notes: list[Mapping[str, Any]],
) -> dict[str, NDArray[Any]]:
    groups = {}
    for name in columns.groups:
        words = _words(table[name])[known]
        if len(set(words.tolist())) > _MOST_KINDS:
            notes.append({"code": "group_has_too_many", "column": name})
        else:
            groups[name] = words
    return groups


def _words(cells: Sequence[str]) -> NDArray[Any]:
    """Return cells without blanks; what says that nothing is there is empty."""
    kinds, at = np.unique(np.array(cells, dtype=str), return_inverse=True)
    cleaned = np.array(
        ["" if one.strip().casefold() in _NOTHING else one.strip() for one in kinds.tolist()],
        dtype=object,
    )
    return cleaned[at.reshape(-1)]


def _numbers(cells: Sequence[str], known: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Return numbers from 0 to 1, or None where a cell holds none; Danish commas are read too."""
    words = _words(cells)[known]
    kinds, at = np.unique(words.astype(str), return_inverse=True)
    try:
        values = np.array([_share(one) for one in kinds.tolist()])
    except ValueError:
        return None
    found = values[at.reshape(-1)]
    return found if len(found) and ((found >= 0) & (found <= 1)).all() else None


def _share(word: str) -> float:
    if word.endswith("%"):
        return float(word[:-1].strip().replace(",", ".")) / 100
    return float(word.replace(",", "."))


def _is_of_positive(score: NDArray[np.float64], answers: NDArray[np.bool_]) -> bool:
    """Say whether low scores go with the other answer; a model is seldom less sure than half."""
    is_high = score >= _HALF
    return bool((~is_high).any() and (is_high == answers).mean() > 0.9)


def _is_score(values: NDArray[np.float64]) -> bool:
    return bool((values != np.round(values)).any())


def _plain(word: str) -> str:
    """Return an answer as it is compared: in small letters, whole numbers without decimals."""
    folded = word.strip().casefold()
    head, _mark, tail = folded.replace(",", ".").partition(".")
    is_whole = head.lstrip("-").isdigit() and tail and not tail.strip("0")
    return head if is_whole else folded


def _fold(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
