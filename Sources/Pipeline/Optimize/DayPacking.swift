import Table

/// Which of a day's small parts are packed into full ones.
struct DayPacking {
  /// Neighbours in row order that become fewer parts.
  var groups: [[AddFile]] = []

  /// A part with fewer rows than this share of a full one is undersized: more than ``most`` of them, and a run packs them.
  static let undersized = 4
  static let most = 8

  /// - Parameter parts: a day's live parts, in row order.
  init(_ parts: [AddFile], rowsPerPart: Int) {
    var group: [AddFile] = []
    for part in parts {
      // Full and half full parts stay as they are: copying them costs more than it brings.
      if let rows = part.rows, rows * 2 <= rowsPerPart {
        group.append(part)
      } else {
        close(&group)
      }
    }
    close(&group)
  }

  private mutating func close(_ group: inout [AddFile]) {
    if group.count > 1 { groups.append(group) }
    group = []
  }

  /// Whether a run packs the day by itself.
  static func isDue(_ parts: [AddFile], rowsPerPart: Int) -> Bool {
    parts.count { ($0.rows ?? .max) < rowsPerPart / undersized } > most
  }
}

/// What packing did to a day, or would do.
public struct PackReport: Sendable {
  public var table: String
  /// `YYYY-MM-DD`.
  public var day: String
  /// Parts that were replaced.
  public var partsBefore = 0
  /// Parts that replaced them; 0 in a dry run.
  public var partsAfter = 0
  public var rows = 0
  /// Bytes of the parts that were replaced, and of those that replaced them.
  public var bytesBefore = 0
  public var bytesAfter = 0
  /// Version of the table after that; nil if nothing was to be done, or in a dry run.
  public var tableVersion: Int?
  /// What went wrong; the day is as it was then.
  public var error: String?
  public var isConflict = false
}
