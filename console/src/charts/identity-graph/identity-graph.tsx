import { useMemo } from "react";
import { Echart } from "@/charts/echart/echart";
import { escaped } from "@/charts/echart/escaped";
import { useTheme } from "@/ui/theme-context";
import { FONT, type Palette } from "@/ui/tokens";

export interface DrawnNode {
  id: number;
  /** What stands beside it. */
  name: string;
  /** Its colour; nodes of the same group look alike. */
  group: string;
  /** Somebody else's. */
  foreign: boolean;
  picked: boolean;
}
export interface DrawnEdge {
  from: number;
  to: number;
  /** What is said when it is pointed at. */
  words: string;
  refused: boolean;
  byHand: boolean;
}
interface Props {
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  label: string;
  onPick: (id: number) => void;
}

const CROWD = 40;
const HEIGHT = 420;
// One line leaves most of a large picture empty.
const HEIGHT_OF_FEW = 220;

/** Identities and what joins them, laid out by springs; always the same picture for the same graph. */
export function IdentityGraph({ nodes, edges, label, onPick }: Props) {
  const { palette } = useTheme();
  const option = useMemo(() => {
    const groups = [...new Set(nodes.map((node) => node.group))].sort();
    const colour = (node: DrawnNode) =>
      node.foreign
        ? palette.seriesOther
        : (palette.series[groups.indexOf(node.group)] ?? palette.seriesOther);
    const crowded = nodes.length > CROWD;
    return {
      animation: false,
      textStyle: { fontFamily: FONT },
      tooltip: {
        trigger: "item",
        backgroundColor: palette.panel,
        borderColor: palette.line,
        textStyle: { color: palette.ink, fontSize: 12 },
        confine: true,
        formatter: (hovered: { dataType: string; data: { words?: string; words_of?: string } }) =>
          (hovered.dataType === "edge" ? hovered.data.words : hovered.data.words_of) ?? "",
      },
      series: [
        {
          type: "graph",
          layout: "force",
          force: {
            initLayout: "circular",
            repulsion: crowded ? 90 : 700,
            edgeLength: crowded ? 80 : 150,
            layoutAnimation: false,
          },
          roam: true,
          cursor: "pointer",
          symbolSize: crowded ? 10 : 18,
          label: {
            show: !crowded,
            position: "bottom",
            color: palette.ink,
            fontSize: 12,
            width: 150,
            overflow: "truncate",
          },
          emphasis: { focus: "adjacency" },
          data: nodes.map((node) => ({
            id: String(node.id),
            name: node.name,
            words_of: escaped(node.name),
            itemStyle: {
              color: colour(node),
              borderColor: palette.ink,
              borderWidth: node.picked ? 3 : 0,
            },
          })),
          links: edges.map((edge) => ({
            source: String(edge.from),
            target: String(edge.to),
            words: escaped(edge.words),
            lineStyle: lineOf(edge, palette),
          })),
        },
      ],
    };
  }, [nodes, edges, palette]);
  return (
    <Echart
      option={option}
      height={nodes.length > 2 ? HEIGHT : HEIGHT_OF_FEW}
      label={label}
      onClick={(clicked) => {
        const { id } = (clicked.data ?? {}) as { id?: string };
        if (id !== undefined) onPick(Number(id));
      }}
    />
  );
}

function lineOf({ refused, byHand }: DrawnEdge, palette: Palette) {
  if (refused) return { color: palette.bad, type: "dashed", width: 1.5 };
  return byHand ? { color: palette.accent, width: 3 } : { color: palette.inkFaint, width: 1.5 };
}
