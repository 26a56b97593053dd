#include "csimdjson.h"

#include <simdjson.h>

static_assert(CSIMDJSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads further past a document than callers know");

struct CSimdjsonParser {
  simdjson::dom::parser parser;
};

extern "C" {

CSimdjsonParser *csimdjson_parser_make(size_t maximum_depth) {
  auto *made = new CSimdjsonParser();
  if (made->parser.allocate(1 << 16, maximum_depth) != simdjson::SUCCESS) {
    delete made;
    return nullptr;
  }
  return made;
}

void csimdjson_parser_release(CSimdjsonParser *parser) { delete parser; }

int csimdjson_parse(CSimdjsonParser *parser, const uint8_t *document, size_t size) {
  return parser->parser.parse(document, size, false).error();
}

const uint64_t *csimdjson_tape(const CSimdjsonParser *parser) { return parser->parser.doc.tape.get(); }
const uint8_t *csimdjson_strings(const CSimdjsonParser *parser) { return parser->parser.doc.string_buf.get(); }
}
