/// A large value behind one reference: handing it on counts one reference instead of one for each of its fields. Still a value: whoever
/// changes it while somebody else holds it changes a copy of their own.
@propertyWrapper
public struct Boxed<Value: Sendable>: @unchecked Sendable {
    @usableFromInline
    final class Storage {
        @usableFromInline var value: Value

        @inlinable
        init(_ value: Value) { self.value = value }
    }

    /// Changed only while nobody else holds it: that is what makes it safe to hand to another thread.
    @usableFromInline var storage: Storage

    @inlinable
    public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

    public var wrappedValue: Value {
        @inlinable _read { yield storage.value }
        @inlinable _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
            yield &storage.value
        }
    }
}

extension Boxed: Equatable where Value: Equatable {
    @inlinable
    public static func == (a: Boxed, b: Boxed) -> Bool { a.storage === b.storage || a.storage.value == b.storage.value }
}

extension Boxed: Hashable where Value: Hashable {
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(storage.value) }
}
