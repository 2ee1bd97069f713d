import { useMemo } from "react";
import { Echart } from "@/charts/echart/echart";
import { escaped } from "@/charts/echart/escaped";
import { useTheme } from "@/ui/theme-context";
import { FONT } from "@/ui/tokens";

export interface Move {
  from: string;
  to: string;
  people: number;
}
interface Props {
  moves: Move[];
  /** Names in order; the order gives each its colour. */
  names: string[];
  words: (name: string) => string;
  whole: (value: number) => string;
  label: string;
  height?: number;
  onPick?: (move: Move) => void;
}

const SIDES = { from: "\u2190", to: "\u2192" };

/** Who moved from which stage to which: left where they were, right where they are. */
export function StageFlow({ moves, names, words, whole, label, height = 360, onPick }: Props) {
  const { palette } = useTheme();
  const option = useMemo(() => {
    const colour = (name: string) => {
      const at = names.indexOf(name);
      return (at < 0 ? undefined : palette.series[at]) ?? palette.seriesOther;
    };
    const used = new Set(moves.flatMap((move) => [SIDES.from + move.from, SIDES.to + move.to]));
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
          left: 120,
          right: 120,
          top: 8,
          bottom: 8,
          nodeWidth: 12,
          nodeGap: 14,
          draggable: false,
          layoutIterations: 0,
          cursor: "pointer",
          label: {
            color: palette.ink,
            fontSize: 12,
            formatter: (node: { name: string }) => words(node.name.slice(1)),
          },
          lineStyle: { color: "gradient", opacity: 0.32 },
          emphasis: { focus: "adjacency" },
          tooltip: {
            formatter: (hovered: {
              name: string;
              value: number;
              data: { source?: string; target?: string };
            }) => {
              const { source, target } = hovered.data;
              const name =
                source && target
                  ? `${words(source.slice(1))} → ${words(target.slice(1))}`
                  : words(hovered.name.slice(1));
              return `${escaped(name)}&nbsp;&nbsp;<b>${whole(hovered.value)}</b>`;
            },
          },
          data: [...used]
            .sort((a, b) => names.indexOf(a.slice(1)) - names.indexOf(b.slice(1)))
            .map((name) => ({
              name,
              itemStyle: { color: colour(name.slice(1)) },
              // Outside of the bands, which would strike a thin node's name through.
              label: { position: name.startsWith(SIDES.from) ? "left" : "right" },
            })),
          links: moves.map((move) => ({
            source: SIDES.from + move.from,
            target: SIDES.to + move.to,
            value: move.people,
            move,
          })),
        },
      ],
    };
  }, [moves, names, words, whole, palette]);
  return (
    <Echart
      option={option}
      height={height}
      label={label}
      onClick={(clicked) => {
        const { move } = (clicked.data ?? {}) as { move?: Move };
        if (move) onPick?.(move);
      }}
    />
  );
}
