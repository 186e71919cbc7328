"""One script for whoever works on crmdesk: python3 packaging/dev.py run (Windows: py packaging\\dev.py run).

Needs nothing but Python 3.11 or newer. The work is done in devtools/; this file stays readable for
older Pythons, so that they get a sentence instead of a syntax error.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    if sys.version_info[:2] < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        print(
            "crmdesk needs Python 3.11 or newer; this is Python " + have + ": install a newer one and start it again."
        )
        return 1
    from devtools import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
