/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.net.URLConnection;

/** How Java reads files of jars that are named by URL. */
public final class JarUrls {
  private JarUrls() {}

  /**
   * Has this process keep no jar open after such a file was read. Otherwise Java keeps each with
   * its directory for ever, which is some megabytes of a bundled jar; and on a cluster each job has
   * a jar of its own. Amazon's SDK reads so, and what Beam logs with.
   */
  public static void keepNone() {
    URLConnection.setDefaultUseCaches("jar", false);
  }
}
