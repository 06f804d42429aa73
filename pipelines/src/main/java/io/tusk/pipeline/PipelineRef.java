/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a user names a version of a pipeline: {@code edges} is the newest one, {@code edges^}, {@code
 * edges^^}, {@code edges^2} and {@code edges~2} are so many versions back, and {@code edges.2} is
 * number 2.
 *
 * @param back versions back from the newest; 0 where {@code number} counts
 * @param number of the version, from 1; 0 where {@code back} counts
 */
public record PipelineRef(PipelineName pipeline, long back, long number) {
  private static final Pattern FORM =
      Pattern.compile("(?<name>[^\\^~.]+)(?:\\.(?<number>\\d+)|(?<steps>[\\^~]+)(?<count>\\d*))?");
  private static final int MOST_DIGITS = 9;

  /**
   * @throws TuskException USAGE
   */
  public static PipelineRef parse(ProjectName project, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "write it like edges, edges^, edges^2, edges~2 or edges.2");
    }
    PipelineName name = PipelineName.parse(project, matcher.group("name"));
    if (matcher.group("number") != null) {
      long number = number(text, matcher.group("number"));
      if (number == 0) {
        throw invalid(text, "versions are counted from 1");
      }
      return new PipelineRef(name, 0, number);
    }
    String steps = matcher.group("steps");
    if (steps == null) {
      return new PipelineRef(name, 0, 0);
    }
    if (steps.indexOf('^') >= 0 && steps.indexOf('~') >= 0) {
      throw invalid(text, "^ and ~ cannot be mixed");
    }
    String count = matcher.group("count");
    if (steps.length() > 1 && !count.isEmpty()) {
      throw invalid(text, "a number follows a single ^ or ~");
    }
    return new PipelineRef(name, count.isEmpty() ? steps.length() : number(text, count), 0);
  }

  private static long number(String text, String digits) {
    if (digits.length() > MOST_DIGITS) {
      throw invalid(text, "the number " + digits + " is too large");
    }
    return Long.parseLong(digits);
  }

  private static TuskException invalid(String text, String why) {
    return new TuskException(
        ErrorCode.USAGE, "\"" + text + "\" names no version of a pipeline: " + why);
  }
}
