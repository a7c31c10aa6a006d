// Command verify checks a log of ours with code that is not ours: golang.org/x/mod/sumdb. It reads one JSON object
// from standard input, prints "ok", and exits 1 with a reason where something does not hold.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go < statement.json
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type statement struct {
	Vkey          string
	OldCheckpoint string
	Checkpoint    string
	// Inclusion of Leaf at Index, and consistency of the two checkpoints: hashes in base64.
	Leaf        string
	Index       int64
	Inclusion   []string
	Consistency []string
}

func main() {
	var s statement
	if err := json.NewDecoder(os.Stdin).Decode(&s); err != nil {
		fail(err)
	}
	if err := verify(s); err != nil {
		fail(err)
	}
	fmt.Println("ok")
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func verify(s statement) error {
	old, err := open(s.OldCheckpoint, s.Vkey)
	if err != nil {
		return fmt.Errorf("old checkpoint: %v", err)
	}
	tree, err := open(s.Checkpoint, s.Vkey)
	if err != nil {
		return fmt.Errorf("checkpoint: %v", err)
	}
	inclusion, err := hashes(s.Inclusion)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(inclusion, tree.N, tree.Hash, s.Index, tlog.RecordHash([]byte(s.Leaf))); err != nil {
		return fmt.Errorf("inclusion: %v", err)
	}
	consistency, err := hashes(s.Consistency)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(consistency, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("consistency: %v", err)
	}
	return nil
}

// open verifies a checkpoint and reads its text by hand: tlog.ParseTree knows only the header of Go's own log.
func open(checkpoint, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return tlog.Tree{}, errors.New("not the three lines of a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := hash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func hashes(texts []string) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, text := range texts {
		one, err := hash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func hash(text string) (tlog.Hash, error) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != sha256.Size {
		return tlog.Hash{}, fmt.Errorf("%q is not a hash", text)
	}
	var h tlog.Hash
	copy(h[:], bytes)
	return h, nil
}
