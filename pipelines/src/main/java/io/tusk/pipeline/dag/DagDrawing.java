/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline.dag;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.name.RepoName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a graph as boxes of text, layer below layer, with a line from each repository to those that
 * read it. A line turns, forks or joins at a plus; where two only cross, the upright one goes
 * through.
 */
public final class DagDrawing {
  public static final int DEFAULT_BOX_WIDTH = 11;
  public static final int DEFAULT_EDGE_HEIGHT = 5;

  private static final int MOST_BOX_WIDTH = 200;
  private static final int MOST_EDGE_HEIGHT = 100;
  private static final int BOX_HEIGHT = 3;
  private static final int GAP = 2;
  private static final String CUT = "..";

  private final Dag dag;
  private final int boxWidth;
  private final int edgeHeight;
  private final List<List<Cell>> layers = new ArrayList<>();
  private Canvas canvas = new Canvas();

  /** A box, or a line that goes on to a deeper layer; {@code node} is where the line comes from. */
  private static final class Cell {
    private final RepoName node;
    private final boolean isBox;
    private final List<Cell> above = new ArrayList<>();
    private int center;

    Cell(RepoName node, boolean isBox) {
      this.node = node;
      this.isBox = isBox;
    }

    double wantedCenter() {
      return above.stream().mapToInt(cell -> cell.center).average().orElse(0);
    }
  }

  private DagDrawing(Dag dag, int boxWidth, int edgeHeight) {
    this.dag = dag;
    this.boxWidth = boxWidth;
    this.edgeHeight = edgeHeight;
  }

  /**
   * The drawing; lines end in a line feed and have no blanks at their end.
   *
   * @param boxWidth characters inside of a box
   * @param edgeHeight lines between two layers
   * @throws TuskException USAGE for sizes that cannot be drawn
   */
  public static String draw(Dag dag, int boxWidth, int edgeHeight) {
    require("box width", boxWidth, CUT.length() + 1, MOST_BOX_WIDTH);
    require("edge height", edgeHeight, 2, MOST_EDGE_HEIGHT);
    DagDrawing drawing = new DagDrawing(dag, boxWidth, edgeHeight);
    drawing.arrange();
    drawing.paint();
    return drawing.canvas.text();
  }

  private static void require(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new TuskException(
          ErrorCode.USAGE,
          "the "
              + what
              + " "
              + value
              + " cannot be drawn; give a number from "
              + min
              + " to "
              + max);
    }
  }

  /** Places cells from the top layer down, each as near below what it reads as there is room. */
  private void arrange() {
    Map<RepoName, Cell> lowest = new HashMap<>();
    Map<RepoName, Integer> lastUse = lastUses();
    int depth = 0;
    for (List<RepoName> nodes : dag.layers()) {
      List<Cell> layer = new ArrayList<>();
      for (Map.Entry<RepoName, Cell> line : new java.util.TreeMap<>(lowest).entrySet()) {
        if (lastUse.getOrDefault(line.getKey(), 0) > depth) {
          Cell through = new Cell(line.getKey(), false);
          through.above.add(line.getValue());
          layer.add(through);
        }
      }
      Map<RepoName, Cell> boxes = new HashMap<>();
      for (RepoName node : nodes) {
        Cell box = new Cell(node, true);
        dag.upstream().get(node).stream()
            .filter(lowest::containsKey)
            .forEach(input -> box.above.add(lowest.get(input)));
        boxes.put(node, box);
        layer.add(box);
      }
      place(layer);
      layer.forEach(cell -> lowest.put(cell.node, cell));
      lowest.putAll(boxes);
      layers.add(layer);
      depth++;
    }
  }

  /** The deepest layer that reads each repository. */
  private Map<RepoName, Integer> lastUses() {
    Map<RepoName, Integer> uses = new HashMap<>();
    List<List<RepoName>> all = dag.layers();
    for (int depth = 0; depth < all.size(); depth++) {
      for (RepoName node : all.get(depth)) {
        for (RepoName input : dag.upstream().get(node)) {
          uses.merge(input, depth, Math::max);
        }
      }
    }
    return uses;
  }

  /** Centers lie on a grid, half a box apart, so that lines are straight where they can be. */
  private void place(List<Cell> layer) {
    layer.sort(Comparator.comparingDouble(Cell::wantedCenter));
    int half = (boxWidth + 2) / 2;
    int step = (boxWidth + 2 + GAP + 1) / 2;
    int free = 0;
    boolean afterBox = false;
    for (Cell cell : layer) {
      int first = free + (afterBox && cell.isBox ? 1 : 0);
      int wanted = (int) Math.round((cell.wantedCenter() - half) / step);
      int slot = Math.max(first, wanted);
      cell.center = half + slot * step;
      free = slot + 1;
      afterBox = cell.isBox;
    }
  }

  private void paint() {
    int row = 0;
    for (int depth = 0; depth < layers.size(); depth++) {
      List<Cell> layer = layers.get(depth);
      if (depth > 0) {
        paintEdges(layers.get(depth - 1), layer, row);
        row += edgeHeight;
      }
      for (Cell cell : layer) {
        paintCell(cell, row);
      }
      row += BOX_HEIGHT;
    }
  }

  private void paintCell(Cell cell, int row) {
    if (!cell.isBox) {
      canvas.vertical(cell.center, row, row + BOX_HEIGHT - 1);
      return;
    }
    int left = cell.center - (boxWidth + 2) / 2;
    String border = "+" + "-".repeat(boxWidth) + "+";
    canvas.text(left, row, border);
    canvas.text(left, row + 1, "|" + centered(cell.node.toString()) + "|");
    canvas.text(left, row + 2, border);
  }

  private String centered(String name) {
    String shown =
        name.length() <= boxWidth ? name : name.substring(0, boxWidth - CUT.length()) + CUT;
    int left = (boxWidth - shown.length()) / 2;
    return " ".repeat(left) + shown + " ".repeat(boxWidth - shown.length() - left);
  }

  /** Each cell above has a level of its own for its turns, as far as there are enough. */
  private void paintEdges(List<Cell> above, List<Cell> below, int row) {
    int bottom = row + edgeHeight - 1;
    int turns = 0;
    List<int[]> levels = new ArrayList<>();
    for (Cell from : above) {
      List<Cell> to = below.stream().filter(cell -> cell.above.contains(from)).toList();
      boolean straight = to.stream().allMatch(cell -> cell.center == from.center);
      int level = straight ? row : row + Math.min(bottom - 1 - row, turns % (edgeHeight - 1));
      turns += straight ? 0 : 1;
      for (Cell cell : to) {
        canvas.horizontal(level, from.center, cell.center);
        levels.add(new int[] {from.center, cell.center, level});
      }
    }
    for (int[] edge : levels) {
      canvas.vertical(edge[0], row, edge[2]);
      canvas.vertical(edge[1], edge[2], bottom);
    }
    for (int[] edge : levels) {
      if (edge[0] != edge[1]) {
        canvas.text(edge[0], edge[2], "+");
        canvas.text(edge[1], edge[2], "+");
      }
    }
    below.stream()
        .filter(cell -> cell.isBox && !cell.above.isEmpty())
        .forEach(cell -> canvas.text(cell.center, bottom, "v"));
  }
}
