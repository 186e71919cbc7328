"""Parts of the window."""

import os

# Windows of tests need no screen; whoever wants to watch them sets the platform.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
