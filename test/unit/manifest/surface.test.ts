import { describe, expect, it } from "vitest";
import { contributions, english, manifest, settings } from "./manifest.ts";

/** What users, scripts and tests rely on. Once shipped, a line here is neither changed nor removed. */
const commands: Readonly<Record<string, string>> = {
  "agent37.setApiKey": "Set API Key",
  "agent37.removeApiKey": "Remove API Key",
  "agent37.openApiKeysDashboard": "Open API Keys Dashboard",
  "agent37.openBillingDashboard": "Open Billing Dashboard",
  "agent37.focusChat": "Focus Chat",
  "agent37.newChat": "New Chat",
  "agent37.openChatInEditor": "Open Chat in Editor",
  "agent37.openSession": "Open Session…",
  "agent37.renameSession": "Rename Session…",
  "agent37.deleteSession": "Delete Session…",
  "agent37.exportChat": "Export Chat as Markdown",
  "agent37.cancelTurn": "Cancel Running Turn",
  "agent37.followTurn": "Follow Running Turn",
  "agent37.retryTurn": "Retry",
  "agent37.addSelection": "Add Selection to Chat",
  "agent37.addFile": "Add File to Chat…",
  "agent37.selectInstance": "Select Instance…",
  "agent37.createInstance": "Create Instance…",
  "agent37.startInstance": "Start Instance",
  "agent37.stopInstance": "Stop Instance",
  "agent37.restartInstance": "Restart Instance",
  "agent37.resizeInstance": "Resize Instance…",
  "agent37.deleteInstance": "Delete Instance…",
  "agent37.updateInstance": "Update Instance…",
  "agent37.renameInstance": "Rename Instance…",
  "agent37.setAutoSleep": "Set Auto-Sleep…",
  "agent37.forkInstance": "Fork Instance…",
  "agent37.createBackup": "Create Backup",
  "agent37.restoreBackup": "Restore Backup…",
  "agent37.refreshInstances": "Refresh Instances",
  "agent37.filterInstances": "Filter Instances…",
  "agent37.showInstanceProblem": "Show What Failed",
  "agent37.copyInstanceId": "Copy Instance ID",
  "agent37.raiseSpendCap": "Raise Spend Cap…",
  "agent37.showSpend": "Show Spend",
  "agent37.addCredit": "Add Credit…",
  "agent37.runCommand": "Run Command on Instance…",
  "agent37.openInstanceTerminal": "Open Instance Terminal",
  "agent37.showInstanceLog": "Show Instance Log",
  "agent37.showInstanceMetrics": "Show Instance Metrics",
  "agent37.openInstancePage": "Open in Browser…",
  "agent37.selectModel": "Select Model…",
  "agent37.applyAnswer": "Apply Answer to File",
  "agent37.diagnoseConnection": "Diagnose Connection",
  "agent37.showLog": "Show Log",
  "agent37.openInstanceFiles": "Open Instance Files",
  "agent37.addInstanceFolder": "Add Instance Files to Workspace",
  "agent37.searchInstanceFiles": "Search Instance Files by Name…",
  "agent37.uploadToInstance": "Upload to Instance…",
  "agent37.compareInstanceFile": "Compare with Workspace File…",
};

const efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
const contributedSettings: Readonly<
  Record<string, { type: string; default: unknown; scope: string; enum?: string[] }>
> = {
  "agent37.apiUrl": { type: "string", default: "https://api.agent37.com/v1", scope: "application" },
  "agent37.gatewayUrl": { type: "string", default: "", scope: "application" },
  "agent37.model": { type: "string", default: "", scope: "resource" },
  "agent37.provider": { type: "string", default: "", scope: "resource" },
  "agent37.reasoningEffort": { type: "string", default: "", scope: "resource", enum: efforts },
  "agent37.maxRetryWaitSeconds": { type: "number", default: 300, scope: "application" },
  "agent37.notifyWhenTurnEnds": {
    type: "string",
    default: "whenHidden",
    scope: "window",
    enum: ["whenHidden", "always", "never"],
  },
  "agent37.attachActiveFile": { type: "boolean", default: false, scope: "window" },
};

/**
 * Names that are promised and not there yet. Whoever contributes one moves it to the tables above; nothing else may
 * take its name meanwhile.
 */
const notYet = {
  commands: [] as string[],
  settings: [] as string[],
};

describe("the surface", () => {
  it("is that of agent37.agent37-chat on VS Code 1.104 and newer", () => {
    expect(`${manifest.publisher}.${manifest.name}`).toBe("agent37.agent37-chat");
    expect(manifest.engines.vscode).toBe("^1.104.0");
  });

  it.each(Object.entries(commands))("has the command %s, called %s", (id, title) => {
    const command = contributions().commands.find((candidate) => candidate.command === id);
    expect(english(command?.title)).toBe(title);
    expect(english(command?.category)).toBe("Agent37");
  });

  it.each(Object.entries(contributedSettings))(
    "has the setting %s",
    (key, { enum: values = [], ...expected }) => {
      const setting = settings()[key];
      expect(setting).toMatchObject(expected);
      // The empty string stands for the session's own choice.
      if (values.length > 0) expect(setting?.enum?.filter((value) => value !== "")).toEqual(values);
    },
  );

  it("offers nothing that does not work yet", () => {
    const ids = contributions().commands.map(({ command }) => command);
    expect(notYet.commands.filter((id) => ids.includes(id))).toEqual([]);
    expect(notYet.settings.filter((key) => key in settings())).toEqual([]);
  });

  it("has no setting that is not listed here", () => {
    expect(Object.keys(settings()).sort()).toEqual(Object.keys(contributedSettings).sort());
  });

  it("restores chats in editors, which needs an activation event", () => {
    expect(manifest.activationEvents).toContain("onWebviewPanel:agent37.chatEditor");
  });

  it("lets no workspace choose where the key goes", () => {
    const urls = Object.keys(settings()).filter((key) => /url$/i.test(key));
    expect(urls).toEqual(expect.arrayContaining(["agent37.apiUrl", "agent37.gatewayUrl"]));
    expect(manifest.capabilities?.untrustedWorkspaces?.restrictedConfigurations).toEqual(
      expect.arrayContaining(urls),
    );
    expect(urls.map((key) => settings()[key]?.scope)).toEqual(urls.map(() => "application"));
  });

  it("has the chat view in the container agent37", () => {
    const containers = Object.values(contributions().viewsContainers).flat();
    expect(containers.map((container) => container.id)).toContain("agent37");
    expect(contributions().views["agent37"]?.map((view) => view.id)).toContain("agent37.chat");
  });

  it("keeps sendMessage out of the palette", () => {
    const contributed = contributions().commands.some(({ command }) => command === "agent37.sendMessage");
    const hidden = contributions().menus?.["commandPalette"]?.find(
      ({ command }) => command === "agent37.sendMessage",
    );
    expect(!contributed || hidden?.when === "false").toBe(true);
  });

  it.each([
    ["agent37.newInstanceFile", "agent37.filesCanWrite"],
    ["agent37.uploadToInstance", "agent37.filesState == 'ready'"],
    ["agent37.searchInstanceFiles", "agent37.filesState == 'ready'"],
    ["agent37.refreshInstanceFiles", undefined],
  ])("has the button %s above the files of an instance only where it means something", (id, condition) => {
    const view = "view == agent37.files";
    const items = contributions().menus?.["view/title"]?.filter(
      ({ command, when }) => command === id && when?.startsWith(view),
    );
    expect(items?.map(({ when }) => when)).toEqual([condition ? `${view} && ${condition}` : view]);
  });
});
