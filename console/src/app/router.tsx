import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { BrokenPage } from "./broken-page";
import { FrontDoor } from "./front-door";
import { Gate } from "./gate";
import { MissingPage } from "./missing-page";
import { PagePending } from "./page-pending";
import { ProjectFrame } from "./project-frame";

const root = createRootRoute({ component: Gate, notFoundComponent: MissingPage });
const front = createRoute({ getParentRoute: () => root, path: "/", component: FrontDoor });
const frame = createRoute({ getParentRoute: () => root, path: "/p/$project", component: ProjectFrame });

/** A page of the project, fetched when it is first opened. */
function page<Module extends Record<string, unknown>>(
  path: string,
  load: () => Promise<Module>,
  name: keyof Module & string,
) {
  return createRoute({ getParentRoute: () => frame, path, component: lazyRouteComponent(load, name) });
}

const pages = [
  page("overview", () => import("@/features/overview/overview-page"), "OverviewPage"),
  page("people", () => import("@/features/people/people-page"), "PeoplePage"),
  page("people/$person", () => import("@/features/person/person-page"), "PersonPage"),
  page("people/$person/graph", () => import("@/features/identity/person-graph-page"), "PersonGraphPage"),
  page("segments", () => import("@/features/segment/segments-page"), "SegmentsPage"),
  page("segments/new", () => import("@/features/segment/new-segment-page"), "NewSegmentPage"),
  page("segments/$segment", () => import("@/features/segment/segment-page"), "SegmentPage"),
  page("attributes", () => import("@/features/attribute/attributes-page"), "AttributesPage"),
  page("attributes/$attribute", () => import("@/features/attribute/attribute-page"), "AttributePage"),
  page("tags", () => import("@/features/tag/tags-page"), "TagsPage"),
  page("tags/new", () => import("@/features/tag/new-tag-page"), "NewTagPage"),
  page("tags/$tag", () => import("@/features/tag/tag-page"), "TagPage"),
  page("scores", () => import("@/features/score/scores-page"), "ScoresPage"),
  page("scores/new", () => import("@/features/score/new-score-page"), "NewScorePage"),
  page("scores/$score", () => import("@/features/score/score-page"), "ScorePage"),
  page("status", () => import("@/features/status/status-page"), "StatusPage"),
  page("value", () => import("@/features/value/value-page"), "ValuePage"),
  page("rfm", () => import("@/features/rfm/rfm-page"), "RfmPage"),
  page("lifecycle", () => import("@/features/lifecycle/lifecycle-page"), "LifecyclePage"),
  page("lifecycle/edit", () => import("@/features/lifecycle/edit-page"), "LifecycleEditPage"),
  page("lifecycle/calibration", () => import("@/features/lifecycle/calibration-page"), "CalibrationPage"),
  page("lifecycle/warning", () => import("@/features/lifecycle/warning-page"), "WarningPage"),
  page("trend", () => import("@/features/trend/trend-page"), "TrendPage"),
  page("formula", () => import("@/features/trend/formula-page"), "FormulaPage"),
  page("funnel", () => import("@/features/funnel/funnel-page"), "FunnelPage"),
  page("retention", () => import("@/features/retention/retention-page"), "RetentionPage"),
  page("attribution", () => import("@/features/attribution/attribution-page"), "AttributionPage"),
  page("virality", () => import("@/features/virality/virality-page"), "ViralityPage"),
  page("voice", () => import("@/features/voice/voice-page"), "VoicePage"),
  page("ltv", () => import("@/features/ltv/ltv-page"), "LtvPage"),
  page("revenue", () => import("@/features/revenue/revenue-page"), "RevenuePage"),
  page("web", () => import("@/features/web/web-page"), "WebPage"),
  page("path", () => import("@/features/path/path-page"), "PathPage"),
  page("session", () => import("@/features/session/session-page"), "SessionPage"),
  page("interval", () => import("@/features/interval/interval-page"), "IntervalPage"),
  page("heatmap", () => import("@/features/heatmap/heatmap-page"), "HeatmapPage"),
  page("stickiness", () => import("@/features/stickiness/stickiness-page"), "StickinessPage"),
  page("distribution", () => import("@/features/distribution/distribution-page"), "DistributionPage"),
  page("overlap", () => import("@/features/overlap/overlap-page"), "OverlapPage"),
  page("analysis/status", () => import("@/features/status/status-question"), "StatusQuestion"),
  page("analysis/value", () => import("@/features/value/value-question-page"), "ValueQuestionPage"),
  page("analysis/stage", () => import("@/features/lifecycle/stage-question-page"), "StageQuestionPage"),
  page("dashboards", () => import("@/features/dashboard/dashboards-page"), "DashboardsPage"),
  page("dashboards/$dashboard", () => import("@/features/dashboard/dashboard-page"), "DashboardPage"),
  page("pool", () => import("@/features/pool/pool-page"), "PoolPage"),
  page("pirate", () => import("@/features/pirate/pirate-page"), "PiratePage"),
  page("metrics", () => import("@/features/metric/metrics-page"), "MetricsPage"),
  page("alerts", () => import("@/features/alert/alerts-page"), "AlertsPage"),
  page("reports", () => import("@/features/report/reports-page"), "ReportsPage"),
  page("questions", () => import("@/features/question/questions-page"), "QuestionsPage"),
  page("campaigns", () => import("@/features/campaign/campaigns-page"), "CampaignsPage"),
  page("campaigns/new", () => import("@/features/campaign/new-campaign-page"), "NewCampaignPage"),
  page("campaigns/$campaign", () => import("@/features/campaign/campaign-page"), "CampaignPage"),
  page("points", () => import("@/features/members/points-page"), "PointsPage"),
  page("earning-rules", () => import("@/features/members/earning-rules-page"), "EarningRulesPage"),
  page("sources", () => import("@/features/source/sources-page"), "SourcesPage"),
  page("sources/$source", () => import("@/features/source/source-page"), "SourcePage"),
  page("plan", () => import("@/features/plan/plan-page"), "PlanPage"),
  page("live", () => import("@/features/live/live-page"), "LivePage"),
  page("quality", () => import("@/features/quality/quality-page"), "QualityPage"),
  page("rejected", () => import("@/features/rejected/rejected-page"), "RejectedPage"),
  page("cleaning", () => import("@/features/cleaning/cleaning-page"), "CleaningPage"),
  page("imports", () => import("@/features/imports/imports-page"), "ImportsPage"),
  page("imports/$import", () => import("@/features/imports/import-page"), "ImportPage"),
  page("identity-kinds", () => import("@/features/identity/kinds-page"), "KindsPage"),
  page("matches", () => import("@/features/match/match-page"), "MatchPage"),
  page("destinations", () => import("@/features/destination/destinations-page"), "DestinationsPage"),
  page(
    "destinations/$destination",
    () => import("@/features/destination/destination-page"),
    "DestinationPage",
  ),
  page("forms", () => import("@/features/form/forms-page"), "FormsPage"),
  page("channel-codes", () => import("@/features/channel-code/codes-page"), "CodesPage"),
  page("settings/project", () => import("@/features/settings/project-page"), "ProjectPage"),
  page("settings/users", () => import("@/features/settings/users-page"), "UsersPage"),
  page("settings/keys", () => import("@/features/settings/keys-page"), "KeysPage"),
  page("settings/channels", () => import("@/features/settings/channels-page"), "ChannelsPage"),
  page("settings/policy", () => import("@/features/settings/policy-page"), "PolicyPage"),
  page("settings/audit", () => import("@/features/settings/audit-page"), "AuditPage"),
];

/** Every address of the console. */
export const router = createRouter({
  routeTree: root.addChildren([front, frame.addChildren(pages)]),
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: MissingPage,
  defaultPendingComponent: PagePending,
  defaultPreload: "intent",
  scrollRestoration: true,
});
