import Glibc

/// The names of files whose writing has not been finished: `.<name>.<pid>-<random>.tmp`.
enum TemporaryName {
  static func make(for name: String) -> String {
    ".\(name).\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
  }

  static func matches(_ name: UnsafeRawBufferPointer) -> Bool {
    name.count > 5 && name[0] == UInt8(ascii: ".") && name.suffix(4).elementsEqual(".tmp".utf8)
  }
}
