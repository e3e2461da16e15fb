// Rules here find defects; how code looks is prettier's business. Import rules are in .dependency-cruiser.cjs.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What the whole program promises, as patterns that would break it. */
const promises = [
  {
    selector:
      "CallExpression[callee.property.name=/^(includes|match|search|startsWith|endsWith)$/][callee.object.property.name='message']",
    message: "Nothing branches on a message: use the error's code and api/errors/catalogue.ts.",
  },
  {
    selector: "Property[key.name='retainContextWhenHidden']",
    message: "The view is disposable: it is rebuilt from a snapshot, not kept alive.",
  },
  {
    selector:
      "CallExpression[callee.object.name='l10n'][callee.property.name='t'][arguments.0.type!=/^(Literal|ObjectExpression)$/], CallExpression[callee.object.property.name='l10n'][callee.property.name='t'][arguments.0.type!=/^(Literal|ObjectExpression)$/]",
    message: "Only literal strings reach the translators; use {0} for what varies.",
  },
];

/** Failures go through ui/problems. A modal question before something that cannot be undone is no failure. */
const notifications = [
  {
    selector: "MemberExpression[property.name='showErrorMessage']",
    message: "Nothing but ui/problems shows a failure notification.",
  },
  {
    selector:
      "CallExpression[callee.property.name='showWarningMessage']:not(:has(Property[key.name='modal'][value.value=true]))",
    message: "Nothing but ui/problems shows a failure notification; a question is modal.",
  },
];

/** Text from a model becomes elements, never HTML that a browser reads. */
const rawHtml = [
  {
    selector:
      "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/], CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe)$/], CallExpression[callee.object.name='document'][callee.property.name='write'], Identifier[name='unsafeHTML']",
    message: "No HTML is made from text: build elements.",
  },
];

/** A rule that is switched off says why: `eslint-disable-next-line rule -- reason`. */
const explainedDisables = {
  meta: { type: "problem", schema: [], messages: { why: "Say why after `--`." } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments())
          if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value))
            context.report({ loc: comment.loc, messageId: "why" });
      },
    };
  },
};

export default tseslint.config(
  { ignores: ["dist/", "out/", ".vscode-test/", "test-results/", "test/fixtures/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.config.ts"], defaultProject: "test/tsconfig.json" },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // The compiler knows both.
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": "off",

      eqeqeq: ["error", "always"],
      "no-await-in-loop": "off",
      "no-constructor-return": "error",
      "no-template-curly-in-string": "error",
      "no-unmodified-loop-condition": "error",
      "no-unreachable-loop": "error",
      "require-atomic-updates": "off",
      radix: "error",

      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-import-type-side-effects": "off",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      "@typescript-eslint/prefer-nullish-coalescing": [
        "error",
        { ignorePrimitives: { string: true, boolean: true, number: true, bigint: true } },
      ],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Narrowing does not see what a callback or an await changes: heeding it removes checks that are needed.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { minimumDescriptionLength: 10 }],
      // Empty functions and classes of static members are taste.
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/unified-signatures": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // A getter may say "nothing yet" that no setter accepts.
      "@typescript-eslint/related-getter-setter-pairs": "off",
    },
  },
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    plugins: { local: { rules: { "explained-disables": explainedDisables } } },
    rules: {
      "local/explained-disables": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-alert": "error",
      "no-eval": "error",
      "no-implied-eval": "off",
      "no-restricted-globals": [
        "error",
        {
          name: "fetch",
          message: "Connections are made in api/http alone, where proxy, TLS and redaction are.",
        },
      ],
      "no-restricted-syntax": ["error", ...promises, ...notifications, ...rawHtml],
    },
  },
  {
    files: ["src/ui/problems/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...promises, ...rawHtml] },
  },
  {
    files: ["src/extension.ts"],
    rules: { "max-lines": ["error", { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Doubles stand in for async interfaces, and an assertion speaks about a method without calling it.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
      "no-template-curly-in-string": "off",
    },
  },
  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        module: "writable",
        require: "readonly",
        URL: "readonly",
      },
    },
  },
);
