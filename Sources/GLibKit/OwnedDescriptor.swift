// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// An open file of this process, closed when the last reference goes.
public final class OwnedDescriptor: Sendable {
    /// The descriptor; valid as long as this object lives.
    public let number: Int32

    /// Takes over an open descriptor.
    public init(taking number: Int32) { self.number = number }

    deinit { close(number) }
}
