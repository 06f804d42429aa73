/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.datum;

import io.tusk.datum.DatumStats;
import io.tusk.datum.PlanItem;
import io.tusk.engine.log.DatumLog;
import io.tusk.engine.transform.Transform;
import io.tusk.engine.transform.TryControl;
import io.tusk.pieces.PackWriter;
import java.io.IOException;
import java.nio.file.Path;

/** User code as a command: a process for each datum, in a private view of its own. */
public final class CommandTransform implements Transform {
  private final CommandSite site;
  private final TryControl control;

  public CommandTransform(CommandSite site, TryControl control) {
    this.site = site;
    this.control = control;
  }

  @Override
  public Try run(PlanItem.Run datum, DatumLog log, PackWriter out) {
    try (TryControl.Running running = control.open()) {
      Path directory = site.newDirectory();
      try (CommandTry step = new CommandTry(site, datum, directory, log, out, running.ended())) {
        return step.run();
      } catch (StoppedException e) {
        return new Try(new Outcome.Stopped(), DatumStats.NONE);
      } finally {
        Scratch.delete(directory);
      }
    } catch (IOException e) {
      throw site.noPlace(datum, e);
    }
  }

  @Override
  public void close() {
    site.close();
  }
}
