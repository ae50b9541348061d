// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
