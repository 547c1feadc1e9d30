# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""python -m booking.box, which the package installs as `klimaschutzhaus`."""

import sys

from booking.box.cli import main

sys.exit(main())
