import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Controls, Dashboard, TileAnswer } from "@/api/dashboards";
import { dashboardAnswerQuery } from "@/api/dashboards";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";

const EVERY_MINUTE = 60_000;

/** The exact numbers of tiles that are estimates: for which they are asked, and how they are asked for and given up. */
export interface Exactly {
  isWanted: (tileId: string) => boolean;
  want: (tileId: string, isWanted: boolean) => void;
}

/**
 * The numbers of a dashboard, every minute anew: what reads much is told from some of the people, unless its exact
 * answer is kept or asked for. Which tiles are wanted exactly stands in the address, so that a wall keeps it.
 */
export function useBoardAnswer(board: Dashboard, set: Controls) {
  const { project } = useProject();
  const { language: lang } = useFormat();
  const [wanted, setWanted] = useAddressState<string[]>("exact", []);
  const hasNumbers = board.tiles.some((tile) => tile.text == null);
  const answer = useQuery({
    ...dashboardAnswerQuery(project, board, { ...set, lang, precision: "auto" }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MINUTE,
    enabled: hasNumbers,
  });
  const isCurrent = answer.data !== undefined && !answer.isPlaceholderData;
  const tiles = (answer.data?.tiles ?? []).filter(isEstimate).map((each) => each.tile_id);
  const estimated = tiles.filter((each) => wanted.includes(each));
  const exactly = useQuery({
    ...dashboardAnswerQuery(project, board, { ...set, lang, precision: "exact", tiles: estimated }),
    refetchInterval: EVERY_MINUTE,
    enabled: isCurrent && estimated.length > 0,
  });
  const found = new Map(exactly.data?.tiles.map((each) => [each.tile_id, each]));
  const data = answer.data && {
    ...answer.data,
    tiles: answer.data.tiles.map((each) => found.get(each.tile_id) ?? each),
  };
  const exact: Exactly = {
    isWanted: (tileId) => wanted.includes(tileId),
    want: (tileId, isWanted) =>
      setWanted([...wanted.filter((each) => each !== tileId), ...(isWanted ? [tileId] : [])]),
  };
  return { answer: { ...answer, data }, exact };
}

function isEstimate({ answer }: TileAnswer): boolean {
  return answer?.sample != null;
}
