"""The immutable name of a record: sixteen bytes, made before it is written."""

from __future__ import annotations

import secrets

from crmdesk.domain.clock import Clock


def make_uids(count: int, clock: Clock) -> list[bytes]:
    """That many new uids, ascending (RFC 9562 version 7: milliseconds, then chance), made before the write."""
    at, version, variant = clock.now() // 1000, 0x7, 0x2
    # The lower number starts in the lower half of its 62 bits, so that counting never reaches the variant.
    start = (at << 80) | (version << 76) | (secrets.randbits(12) << 64) | (variant << 62) | secrets.randbits(61)
    return [number.to_bytes(16, "big") for number in range(start, start + count)]
