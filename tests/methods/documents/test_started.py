"""Programs in a group of their own end with the process that started them."""

from __future__ import annotations

import subprocess
import sys

from signatur.methods.documents.started import end_started, leading


def test_a_program_in_a_group_of_its_own_is_ended() -> None:
    command = (sys.executable, "-c", "import time; time.sleep(600)")
    with subprocess.Popen(command, start_new_session=True) as process, leading(process):
        end_started()

        assert process.wait(30) != 0
