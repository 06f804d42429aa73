/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.RepoName;
import java.time.Instant;

/** A repository: a versioned set of files, in branches. */
public record Repo(RepoName name, Instant created, String description) {}
