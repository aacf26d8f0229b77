"""The ids of the indicators, in the order in which they are shown."""

from __future__ import annotations

PRODUCT_INDICATORS = ("investigation", "product_launch", "end", "national_impact", "dinum_launch", "fast")
MEMBER_INDICATORS = ("agent", "new_member")
INDICATORS = (*PRODUCT_INDICATORS, *MEMBER_INDICATORS)
