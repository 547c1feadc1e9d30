# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""python -m sync"""

import sys

from sync.cli import main

if __name__ == "__main__":
    sys.exit(main())
