import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def make_home():
    """Make homes that another account may pass through, unlike pytest's own temporary directories."""
    base = Path(tempfile.mkdtemp(prefix="ilc-home-"))
    base.chmod(0o755)
    yield lambda name: base / name
    shutil.rmtree(base)
