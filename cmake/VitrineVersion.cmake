# SPDX-License-Identifier: GPL-3.0-or-later
# vitrine_version(out folder fallback): the version of the source in `folder`, as of the last configure.
# At the tag v0.2.0 it is 0.2.0, five commits later 0.2.0+5.gabc1234; where there is no tag or no git it is `fallback`.
function(vitrine_version out folder fallback)
  set(${out} ${fallback} PARENT_SCOPE)
  if(NOT EXISTS ${folder}/.git) # a source without history may lie inside another project's checkout
    return()
  endif()
  execute_process(COMMAND git -C ${folder} describe --tags --long --abbrev=7 --match "v[0-9]*"
    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed AND described MATCHES "^v(.+)-([0-9]+)-(g[0-9a-f]+)$")
    if(CMAKE_MATCH_2 EQUAL 0)
      set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
    else()
      set(${out} ${CMAKE_MATCH_1}+${CMAKE_MATCH_2}.${CMAKE_MATCH_3} PARENT_SCOPE)
    endif()
  endif()
endfunction()
