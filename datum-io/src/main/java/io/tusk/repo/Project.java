/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.repo;

import io.tusk.name.ProjectName;
import java.time.Instant;

/** A namespace of repositories and pipelines. */
public record Project(ProjectName name, Instant created, String description) {}
