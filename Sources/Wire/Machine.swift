import CCrypto

/// Keeps this process' memory off the disk, whatever happens to it: there are keys and residents' words in it.
public func forbidCoreDumps() { yishi_forbid_core_dumps() }

/// Whether the kernel would write this process' memory out when it dies.
public var mayDumpCore: Bool { yishi_may_dump_core() != 0 }

/// Whether the kernel has lately been told the time by somebody who knows it (a time service).
public var clockIsSynchronised: Bool { yishi_clock_is_synchronised() != 0 }
