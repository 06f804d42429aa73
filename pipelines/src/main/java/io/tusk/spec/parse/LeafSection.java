/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tusk.error.Quote;
import io.tusk.name.BranchName;
import io.tusk.name.CommitId;
import io.tusk.name.PipelineName;
import io.tusk.name.ProjectName;
import io.tusk.name.RepoName;
import io.tusk.spec.Input;
import io.tusk.spec.Input.CronInput;
import io.tusk.spec.Input.PfsInput;
import io.tusk.spec.Input.Propagation;
import io.tusk.spec.Input.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code pfs} and {@code cron} inputs. */
final class LeafSection {
  private static final String DEFAULT_BRANCH = "master";

  /** What a file system of Linux takes. */
  private static final int MAX_NAME_BYTES = 255;

  private static final List<String> CONDITIONS =
      List.of("rate_limit_spec", "size", "commits", "cron_spec");

  private static final String NO_S3_GLOB = "must be \"/\" with s3; correct it, or remove s3";

  private final ProjectName project;
  private final Optional<PipelineName> pipeline;
  private final GlobSyntax globs;
  private final Map<String, Integer> triggers = new HashMap<>();
  private final Map<RepoName, String> branches = new HashMap<>();
  private final Map<BranchName, Trigger> moved = new HashMap<>();
  private final Set<RepoName> cronRepos = new HashSet<>();

  LeafSection(ProjectName project, Optional<PipelineName> pipeline, GlobSyntax globs) {
    this.project = project;
    this.pipeline = pipeline;
    this.globs = globs;
  }

  /**
   * @param enclosing the nearest union, join or group around the input, or empty
   */
  Optional<Input> pfs(Fields fields, InputNames names, String enclosing) {
    String repoText = fields.text("repo");
    fields.missing("repo", "name the repository to read");
    String name = name(fields, names, repoText);
    repoType(fields);
    refuseCommit(fields);
    Optional<Trigger> trigger = fields.object("trigger").map(this::trigger);
    Optional<RepoName> repo = repo(fields, repoText);
    Optional<String> written = fields.optionalText("branch");
    String branchText = written.orElse(trigger.isPresent() ? triggered(repoText) : DEFAULT_BRANCH);
    Optional<BranchName> branch =
        repo.flatMap(
            value -> Syntax.checked(fields, "branch", () -> new BranchName(value, branchText)));
    branch.ifPresent(value -> checkBranch(fields, value, trigger));
    String glob = glob(fields);
    Propagation propagation =
        fields.object("propagation_spec").map(LeafSection::propagation).orElse(Propagation.ALWAYS);
    Optional<String> from = fields.optionalText("from");
    from.filter(text -> !CommitId.looksLikeId(text))
        .ifPresent(
            text ->
                repo.ifPresent(
                    value -> Syntax.checked(fields, "from", () -> new BranchName(value, text))));
    String joinOn = fields.text("join_on");
    boolean outerJoin = fields.flag("outer_join");
    String groupBy = fields.text("group_by");
    boolean lazy = fields.flag("lazy");
    boolean emptyFiles = fields.flag("empty_files");
    boolean s3 = fields.flag("s3");
    boolean reference = fields.flag("reference");
    if (s3) {
      String other = "cannot be used with s3; remove one of them";
      fields.errorIf(!glob.isEmpty() && !glob.equals("/"), "glob", NO_S3_GLOB);
      fields.errorIf(lazy, "lazy", other);
      fields.errorIf(emptyFiles, "empty_files", other);
      String around = "cannot be used within a " + enclosing + "; remove it";
      fields.errorIf(!enclosing.isEmpty(), "s3", around);
    }
    fields.end();
    return branch.map(
        value ->
            new PfsInput(
                name,
                value,
                glob,
                joinOn,
                outerJoin,
                groupBy,
                lazy,
                emptyFiles,
                s3,
                trigger,
                propagation,
                reference,
                from));
  }

  private String triggered(String repo) {
    int number = triggers.merge(repo, 1, Integer::sum);
    return pipeline.map(PipelineName::name).orElse("pipeline") + "-trigger-" + number;
  }

  private static String name(Fields fields, InputNames names, String otherwise) {
    String name = fields.optionalText("name").orElse(otherwise);
    if (name.isEmpty()) {
      return name;
    }
    if (name.equals("out")) {
      fields.error("name", "cannot be \"out\", as /pfs/out is where results go; give another name");
    } else if (name.equals(".env") || name.equals(".") || name.equals("..")) {
      fields.error("name", "cannot be \"" + name + "\"; give another name");
    } else if (name.indexOf('/') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
      fields.error(
          "name",
          "cannot be \""
              + Quote.shortened(name)
              + "\", as it names a directory; remove slashes and control characters");
    } else if (name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
      fields.error(
          "name",
          "\""
              + Quote.shortened(name)
              + "\" has more than "
              + MAX_NAME_BYTES
              + " bytes, and names a directory; give a shorter name");
    } else if (!names.add(name)) {
      fields.error(
          "name", "\"" + Quote.shortened(name) + "\" is used by two inputs; rename one of them");
    }
    return name;
  }

  private Optional<RepoName> repo(Fields fields, String text) {
    Optional<ProjectName> named = Syntax.projectText(fields);
    return text.isEmpty()
        ? Optional.empty()
        : Syntax.checked(fields, "repo", () -> new RepoName(named.orElse(project), text));
  }

  private static void repoType(Fields fields) {
    String type = fields.text("repo_type");
    if (!type.isEmpty() && !type.equals("user")) {
      fields.error(
          "repo_type",
          "\""
              + Quote.shortened(type)
              + "\" does not exist: there are user repositories only; "
              + "remove it");
    }
  }

  private static void refuseCommit(Fields fields) {
    if (!fields.text("commit").isEmpty()) {
      fields.error(
          "commit", "cannot be an input; create a branch whose head it is, and read that branch");
    }
  }

  private void checkBranch(Fields fields, BranchName branch, Optional<Trigger> trigger) {
    if (pipeline.map(PipelineName::repo).filter(branch.repo()::equals).isPresent()) {
      fields.error("repo", "is the pipeline's own output; a pipeline cannot read what it writes");
    }
    if (trigger.map(Trigger::branch).filter(branch.name()::equals).isPresent()) {
      fields.error("trigger", "starts from the very branch that it moves; name another branch");
    }
    if (trigger.isPresent()) {
      Trigger beside = moved.putIfAbsent(branch, trigger.get());
      fields.errorIf(
          beside != null && !beside.equals(trigger.get()),
          "trigger",
          "is not that of another input with this branch; give both the same");
    }
    String other = branches.putIfAbsent(branch.repo(), branch.name());
    if (other != null && !other.equals(branch.name())) {
      fields.error(
          "branch",
          "\""
              + branch.name()
              + "\" of "
              + branch.repo()
              + " cannot be read beside \""
              + other
              + "\" of the same repository; read one of them");
    }
  }

  private String glob(Fields fields) {
    fields.missing("glob", "\"/\" makes one datum of all files, \"/*\" one of each at the top");
    String text = fields.text("glob");
    if (text.isEmpty()) {
      return text;
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = text.substring(0, end);
    String glob = withoutDots(trimmed.startsWith("/") ? trimmed : "/" + trimmed);
    globs
        .problem(glob)
        .ifPresent(
            problem ->
                fields.error("glob", "\"" + Quote.shortened(text) + "\" is no glob: " + problem));
    return glob;
  }

  /** No path has such elements; a glob is cleaned of them as a path is. */
  private static String withoutDots(String glob) {
    List<String> elements = new ArrayList<>();
    for (String element : glob.substring(1).split("/", -1)) {
      if (element.equals("..") && !elements.isEmpty()) {
        elements.remove(elements.size() - 1);
      } else if (!element.equals(".") && !element.equals("..")) {
        elements.add(element);
      }
    }
    return "/" + String.join("/", elements);
  }

  private Trigger trigger(Fields fields) {
    if (CONDITIONS.stream().allMatch(field -> fields.node(field).isEmpty())) {
      fields.error("needs a condition; give it size, commits, rate_limit_spec or cron_spec");
    }
    Trigger trigger =
        new Trigger(
            fields.optionalText("branch").orElse(DEFAULT_BRANCH),
            fields.flag("all"),
            Syntax.cron(fields, "rate_limit_spec"),
            Syntax.decimalSize(fields, "size"),
            fields.integer("commits"),
            Syntax.cron(fields, "cron_spec"));
    fields.end();
    return trigger;
  }

  private static Propagation propagation(Fields fields) {
    Propagation propagation = fields.flag("never") ? Propagation.NEVER : Propagation.ALWAYS;
    fields.end();
    return propagation;
  }

  private void checkCronRepo(Fields fields, RepoName repo) {
    if (pipeline.map(PipelineName::repo).filter(repo::equals).isPresent()) {
      fields.error("repo", "is the pipeline's own output; name another one for the ticks");
    }
    String other = branches.putIfAbsent(repo, DEFAULT_BRANCH);
    if (!cronRepos.add(repo) || (other != null && !other.equals(DEFAULT_BRANCH))) {
      fields.error("repo", "\"" + repo + "\" is read by another input; give the ticks their own");
    }
  }

  Optional<Input> cron(Fields fields, InputNames names, String enclosing) {
    fields.missing("name", "name the input");
    String name = name(fields, names, "");
    refuseCommit(fields);
    String repoText =
        fields
            .optionalText("repo")
            .orElse(pipeline.map(PipelineName::name).orElse("pipeline") + "_" + name);
    Optional<RepoName> repo = repo(fields, name.isEmpty() ? "" : repoText);
    repo.ifPresent(value -> checkCronRepo(fields, value));
    fields.missing("spec", "say when it ticks, as \"@daily\" or \"0 6 * * mon\"");
    String spec = Syntax.cron(fields, "spec");
    boolean overwrite = fields.flag("overwrite");
    Optional<Instant> start = Syntax.time(fields, "start");
    if (enclosing.equals("group") && !overwrite) {
      fields.warning(
          "has no group_by: in a group all its ticks are one datum, which grows with each; give it"
              + " overwrite, which keeps the newest alone");
    }
    fields.end();
    return repo.map(value -> new CronInput(name, value, spec, overwrite, start));
  }
}
