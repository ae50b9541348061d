// SPDX-License-Identifier: GPL-3.0-or-later
// Synchronous on purpose: an async main would give the process's first thread to libdispatch, and MainActor code to
// some other one.
JoomCommand.main()
