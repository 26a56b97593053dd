// What Sluice calls of simdjson: parse one document into its tape
// (https://github.com/simdjson/simdjson/blob/master/doc/tape.md). No logic.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct CSimdjsonParser;

// Bytes after a document that must be readable.
#define CSIMDJSON_PADDING 64

struct CSimdjsonParser *csimdjson_parser_make(size_t maximum_depth);
void csimdjson_parser_release(struct CSimdjsonParser *parser);

// Parses `size` bytes, with CSIMDJSON_PADDING readable bytes after them. Returns 0, or simdjson's error code.
int csimdjson_parse(struct CSimdjsonParser *parser, const uint8_t *document, size_t size);

// The tape and the string buffer of the last document that parsed; valid until the next.
const uint64_t *csimdjson_tape(const struct CSimdjsonParser *parser);
const uint8_t *csimdjson_strings(const struct CSimdjsonParser *parser);

#ifdef __cplusplus
}
#endif
