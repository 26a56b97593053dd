/// A stream of random numbers (xoshiro256**) that is the same on every machine.
struct RandomStream {
  private var a: UInt64, b: UInt64, c: UInt64, d: UInt64

  init(seed: UInt64) {
    a = mixed(seed)
    b = mixed(a)
    c = mixed(b)
    d = mixed(c) | 1
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    let result = rotate(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, by: 45)
    return result
  }

  /// A number from 0 to `bound - 1`. The bounds here are small, so the bias of multiplying is far below what shows.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int { scaled(next(), to: bound) }

  /// True once in `count` times.
  @inline(__always)
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  @inline(__always)
  private func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 { (value << bits) | (value >> (64 &- bits)) }
}

/// Scatters a number over all 64 bits (splitmix64's step). One-to-one, so different numbers never meet: ids made of it
/// are unique.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// Maps 64 random bits to a number from 0 to `bound - 1`.
@inline(__always)
func scaled(_ bits: UInt64, to bound: Int) -> Int {
  Int(truncatingIfNeeded: bits.multipliedFullWidth(by: UInt64(truncatingIfNeeded: bound)).high)
}

/// 64 random bits as a number from 0 up to, not including, 1.
@inline(__always)
func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }
