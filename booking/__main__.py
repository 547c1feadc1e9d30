# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""python -m booking: the service and the staff's commands."""

import sys

from booking.cli import main

sys.exit(main())
