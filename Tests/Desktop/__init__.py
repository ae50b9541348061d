# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of one's own for tests: session.py starts one, desktop.py drives what runs in it."""
