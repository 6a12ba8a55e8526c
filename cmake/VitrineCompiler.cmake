# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings in one INTERFACE target; ccache when it is there.
add_library(vitrine_warnings INTERFACE)
target_compile_options(vitrine_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(VITRINE_JOIN) # another source's helper is no name that one hides; the preset dev looks at every source by itself
  target_compile_options(vitrine_warnings INTERFACE -Wno-shadow -Wshadow=local)
endif()
if(VITRINE_WERROR)
  target_compile_options(vitrine_warnings INTERFACE -Werror)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness lets ccache serve files that use a precompiled header; the base folder, that clones share what was built;
  # without -Werror in the key, a strict build takes what another one compiled, warnings included (common.sh looks for them).
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_IGNOREOPTIONS=-Werror ${CCACHE_PROGRAM})
endif()
