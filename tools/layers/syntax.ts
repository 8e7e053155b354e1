import ts from "typescript";

import type { SourceFile } from "./source-files.ts";

export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
  /** True when nothing of the import is left at run time. */
  readonly typeOnly: boolean;
}

export interface FunctionSite {
  readonly name: string;
  readonly line: number;
  readonly lineCount: number;
}

/** Static imports, re-exports and dynamic imports with a literal name. */
export function importsOf(source: SourceFile): readonly ImportSite[] {
  const tree = parse(source);
  const sites: ImportSite[] = [];
  visit(tree, (node) => {
    const site = importSite(node);
    if (site === undefined || !ts.isStringLiteral(site.from)) return;
    const line = lineOf(tree, node.getStart(tree));
    sites.push({ specifier: site.from.text, line, typeOnly: site.typeOnly });
  });
  return sites;
}

/** Functions, methods, accessors, constructors and arrow functions with a body. */
export function functionsOf(source: SourceFile): readonly FunctionSite[] {
  const tree = parse(source);
  const sites: FunctionSite[] = [];
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return;
    const line = lineOf(tree, node.getStart(tree));
    const lineCount = lineOf(tree, node.getEnd()) - line + 1;
    sites.push({ name: nameOf(node, tree), line, lineCount });
  });
  return sites;
}

function parse(source: SourceFile): ts.SourceFile {
  const kind = source.file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(source.file, source.text, ts.ScriptTarget.Latest, false, kind);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function importSite(node: ts.Node): { from: ts.Node; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    return { from: node.moduleSpecifier, typeOnly: node.importClause?.isTypeOnly === true };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { from: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const from = node.arguments[0];
    return from === undefined ? undefined : { from, typeOnly: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { from: node.argument.literal, typeOnly: true };
  }
  return undefined;
}

function nameOf(node: ts.SignatureDeclaration, tree: ts.SourceFile): string {
  return node.name === undefined ? "anonymous function" : node.name.getText(tree);
}

function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}
