import type { Shape } from "./shape";

export type CampaignState = Shape<"CampaignState">;
export type Campaign = Shape<"CampaignAnswer">;
export type CampaignPreview = Shape<"CampaignPreview">;
export type CampaignResult = Shape<"CampaignResult">;

/** What the form of a draft holds; the server knows defaults for the rest. */
export interface CampaignDraft {
  name: string;
  channel: string;
  segment_id: string | null;
  holdout: number;
  content: Shape<"ContentShape">;
  goal: Shape<"GoalShape"> | null;
}
