/** A model for new turns; without id: the session's own. */
export interface ModelChoice {
  readonly model?: string | undefined;
  /** Only where the id says too little without it. */
  readonly provider?: string | undefined;
}

/** The values of a setting from the widest place to the narrowest: user, workspace, folder. The last one set counts. */
export type SettingLayers = readonly unknown[];

export interface SettingWrite {
  readonly name: "model" | "provider";
  /** Undefined takes the setting out. */
  readonly value: string | undefined;
  /** Index into the layers. */
  readonly layer: number;
}

/**
 * What to write so that the choice counts. The model goes where the present one is set. The provider goes with it, or
 * further in where one is set there: the provider of another model must not go out with this one.
 */
export function modelWrites(
  { model, provider }: ModelChoice,
  models: SettingLayers,
  providers: SettingLayers,
): readonly SettingWrite[] {
  const layer = layerInForce(models);
  return [
    ...write("provider", provider, providers, Math.max(layer, layerInForce(providers))),
    ...write("model", model, models, layer),
  ];
}

/** The layer whose value counts; the user's where there is none. */
function layerInForce(layers: SettingLayers): number {
  return Math.max(
    0,
    layers.findLastIndex((value) => value !== undefined),
  );
}

/** To take a value out is not enough where a wider layer then shows through. */
function write(
  name: SettingWrite["name"],
  chosen: string | undefined,
  layers: SettingLayers,
  layer: number,
): readonly SettingWrite[] {
  const wider = layers.slice(0, layer).findLast((value) => value !== undefined);
  const value = chosen ?? (wider === undefined || wider === "" ? undefined : "");
  return value === layers[layer] ? [] : [{ name, value, layer }];
}
