package main

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// asksBack finds a question that somebody has to answer before anything happens.
var asksBack = regexp.MustCompile(`[A-Z“][^.?]*\?( |$)`)

// answeredAtOnce are questions whose answer stands beside them in another way.
var answeredAtOnce = map[string]string{
	"bot/typed/time.go":         "a time: examples stand behind it",
	"incident/review/review.go": "on the field of a form",
	"incident/proof/proof.go":   "on the field of a form, or minutes",
}

// Whoever is asked something by a refusal can answer with one press: the sentence comes
// with the lines that answer it.
func TestEveryQuestionHasItsAnswersReady(t *testing.T) {
	used := map[string]bool{}
	for _, dir := range []string{"incident", "bot", "messages/aside"} {
		err := filepath.WalkDir("../../"+dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			name := strings.TrimPrefix(path, "../../")
			for _, asks := range unanswered(file) {
				used[name] = true
				if answeredAtOnce[name] == "" {
					t.Errorf("%s asks %q. Say with Offering what answers it.", name, asks)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range answeredAtOnce {
		if !used[name] {
			t.Errorf("%s needs no exception any more", name)
		}
	}
}

// unanswered are the questions in the refusals of a file that offer nothing.
func unanswered(file *ast.File) (list []string) {
	offered := map[ast.Node]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if n.Sel.Name == "Offering" {
				offered[n.X] = true
			}
		case *ast.AssignStmt: // e := fault.Errorf(…), whose answers are added line by line
			if id, ok := n.Lhs[0].(*ast.Ident); ok && id.Name == "e" {
				offered[n.Rhs[0]] = true
			}
		case *ast.CallExpr:
			if text := refusalText(n); asksBack.MatchString(text) && !offered[n] {
				list = append(list, text)
			}
		}
		return true
	})
	return list
}

// refusalText is the sentence of a call that makes a refusal, "" of any other.
func refusalText(call *ast.CallExpr) string {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "Errorf" && f.Sel.Name != "FieldError" && f.Sel.Name != "slip" {
		return ""
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(text, " ") {
				return text
			}
		}
	}
	return ""
}

// What somebody typed stands between the same quotation marks in every refusal: those that
// text has, not those of a program.
func TestRefusalsQuoteInOneWay(t *testing.T) {
	read := 0
	for _, dir := range []string{"incident", "bot", "messages", "delivery"} {
		err := filepath.WalkDir("../../"+dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				text := refusalText(call)
				read += min(1, len(text))
				if f, is := call.Fun.(*ast.SelectorExpr); text != "" && is && isFault(f) && strings.ContainsAny(strings.ReplaceAll(text, "%q", `"`), `"`) {
					t.Errorf("%s says %q. Write “%%s”.", strings.TrimPrefix(path, "../../"), text)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 200 {
		t.Errorf("only %d refusals were read; look where they are now", read)
	}
}

// isFault says whether a function is of the package that makes refusals.
func isFault(f *ast.SelectorExpr) bool {
	of, ok := f.X.(*ast.Ident)
	return ok && of.Name == "fault"
}
