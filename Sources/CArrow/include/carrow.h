#pragma once
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
const char *carrow_version(void);
#ifdef __cplusplus
}
#endif
