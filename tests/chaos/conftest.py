import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "parts"))
pytest.register_assert_rewrite("chaos_drivers", "chaos_works")
