import { useMemo } from "react";
import { Echart } from "@/charts/echart/echart";
import { useTheme } from "@/ui/theme-context";
import { FONT } from "@/ui/tokens";

interface FlowNode {
  id: string;
  name: string;
  column: number;
  /** How many: the height, also where some go no further. */
  value: number;
  isOther: boolean;
  hint: string;
}
interface FlowLink {
  source: string;
  target: string;
  value: number;
  hint: string;
}
interface Props {
  nodes: FlowNode[];
  links: FlowLink[];
  label: string;
  height?: number;
  onNode: (id: string) => void;
  onLink: (source: string, target: string) => void;
}

/** Steps from left to right, as wide as they have people; the same name has the same colour in every column. */
export function PathFlow({ nodes, links, label, height = 460, onNode, onLink }: Props) {
  const { palette } = useTheme();
  const option = useMemo(() => {
    const names = [...new Set(nodes.filter((node) => !node.isOther).map((node) => node.name))];
    const colour = (node: FlowNode) =>
      (node.isOther ? undefined : palette.series[names.indexOf(node.name)]) ?? palette.seriesOther;
    const words = new Map(nodes.map((node) => [node.id, node.name]));
    return {
      animation: false,
      textStyle: { fontFamily: FONT },
      tooltip: {
        trigger: "item",
        backgroundColor: palette.panel,
        borderColor: palette.line,
        textStyle: { color: palette.ink, fontSize: 12 },
        confine: true,
      },
      series: [
        {
          type: "sankey",
          left: 8,
          right: 130,
          top: 8,
          bottom: 8,
          nodeWidth: 12,
          nodeGap: 12,
          nodeAlign: "left",
          draggable: false,
          layoutIterations: 0,
          cursor: "pointer",
          label: {
            color: palette.ink,
            fontSize: 12,
            width: 120,
            overflow: "truncate",
            formatter: (node: { name: string }) => words.get(node.name) ?? "",
          },
          lineStyle: { color: "gradient", opacity: 0.28 },
          emphasis: { focus: "adjacency" },
          tooltip: { formatter: (hovered: { data: { hint: string } }) => hovered.data.hint },
          data: nodes.map((node) => ({
            name: node.id,
            depth: node.column,
            value: node.value,
            hint: node.hint,
            itemStyle: { color: colour(node) },
          })),
          links,
        },
      ],
    };
  }, [nodes, links, palette]);
  return (
    <Echart
      option={option}
      height={height}
      label={label}
      onClick={(clicked) => {
        const { source, target, name } = (clicked.data ?? {}) as Record<string, string | undefined>;
        if (source && target) onLink(source, target);
        else if (name) onNode(name);
      }}
    />
  );
}
