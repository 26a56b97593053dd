import Foundation

/// How likely a user clicks: a logistic model over what a feature function can see, so that a training job on the corpus
/// has something to find.
///
/// The log-odds are `-2.50 - 0.12·position + 0.8·(salary given) + 0.5·remote + 0.07·(number of skills)`. Over all impressions
/// that makes about 8 clicks in 100.
struct ClickModel: Sendable {
  static let lastPosition = 20
  static let mostSkills = 15

  private let table: [Double]

  init() {
    var table: [Double] = []
    for position in 1...Self.lastPosition {
      for skills in 0...Self.mostSkills {
        for flags in 0..<4 {
          let odds =
            -2.50 - 0.12 * Double(position) + 0.8 * Double(flags & 1) + 0.5 * Double(flags >> 1) + 0.07 * Double(skills)
          table.append(1 / (1 + exp(-odds)))
        }
      }
    }
    self.table = table
  }

  func probability(_ job: JobFacts, position: Int) -> Double {
    let flags = (job.salary == .given ? 1 : 0) + (job.remote ? 2 : 0)
    return table[((position - 1) * (Self.mostSkills + 1) + job.skills) * 4 + flags]
  }
}
