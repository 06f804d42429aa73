/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/**
 * A store with something of everything that is listed, in which time stands.
 *
 * @param goodJob the id of a job of pipeline {@code upper} that succeeded
 * @param failedJob the id of one that failed; a third one waits
 */
record FilledStore(Cli cli, String goodJob, String failedJob) {
  static FilledStore in(Path directory) {
    Cli cli = new Cli(directory).withRepo("images");
    cli.silent("create", "repo", "texts", "-d", "words\nto \u001b[31mread");
    cli.put("images@master:/a.txt", "a");
    cli.file("in/b.txt", "bbb");
    cli.file("in/ü.bin", new byte[2_000]);
    cli.silent("put", "file", "-r", "images@master:/d", "-f", "in", "-m", "a directory");
    cli.input(Specs.upper("upper", "images", "/**.txt", ",\"description\":\"Shouts\""))
        .silent("create", "pipeline");
    assertThat(cli.run("run").code()).isZero();
    String goodJob = cli.head("upper@master");
    cli.put("images@master:/a.txt", "fail");
    assertThat(cli.run("run").code()).isEqualTo(3);
    String failedJob = cli.head("upper@master");
    cli.silent("create", "branch", "images@old", "--head", "master^");
    cli.ok("start", "commit", "texts@draft", "-m", "not yet");
    cli.put("images@master:/a.txt", "pending");
    cli.silent("create", "project", "vision", "-d", "eyes");
    cli.timeStands();
    return new FilledStore(cli, goodJob, failedJob);
  }
}
