package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// CheckRecipient says what is wrong with who may read the copies; empty if nothing
// is. It never repeats it: somebody may have written the key itself.
func CheckRecipient(s string) string {
	list, err := age.ParseRecipients(strings.NewReader(s))
	switch {
	case strings.Contains(strings.ToUpper(s), "AGE-SECRET-KEY-"):
		return "is the key that opens the copies, and whoever reads this file could open them. Write the line that age-keygen calls public key, age1…, and make a new key: this one has been seen."
	case err != nil || len(list) != 1:
		return "is no recipient of age. Write the line that age-keygen calls public key: it begins with age1."
	}
	return ""
}

// encrypt writes what it reads, readable by the recipient only.
func encrypt(to io.Writer, from io.Reader, recipient string) error {
	list, err := age.ParseRecipients(strings.NewReader(recipient))
	if err != nil {
		return err
	}
	w, err := age.Encrypt(to, list...)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	return w.Close()
}

// encryptFile is encrypt of a file.
func encryptFile(to io.Writer, from, recipient string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return encrypt(to, f, recipient)
}

// Decrypt opens an encrypted copy with the identities in a file, as age-keygen
// writes them, and writes it to a new file in a scratch folder. Nothing of a copy that was changed or
// cut short is left there.
func Decrypt(from, identity, to string) (err error) {
	in := filepath.Dir(filepath.Dir(to)) // the folder that it lies in is for this moment only
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return atDisk(err, in, false)
	}
	err = decrypt(blamed{out, in}, from, identity)
	if err = errors.Join(err, out.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// decrypt is [Decrypt] to a writer, which gets nothing that was changed.
func decrypt(to io.Writer, from, identity string) error {
	list, err := identities(identity)
	if err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return atDisk(err, from, true)
	}
	defer in.Close()
	r, err := age.Decrypt(blamed{in, from}, list...)
	if _, ok := errors.AsType[*DiskError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return fmt.Errorf("the key in %s does not open %s. Either it is another key: take the one whose public key was in the config when the copy was made. Or the beginning of the file is damaged: take another one", identity, from)
	}
	if err != nil {
		return fmt.Errorf("%s is damaged, or not made by age: %w", from, err)
	}
	if _, err = io.Copy(to, r); err == nil {
		return nil
	}
	if _, ok := errors.AsType[*DiskError](err); ok {
		return err
	}
	return fmt.Errorf("%s cannot be decrypted to its end, so it is damaged or cut short: %w", from, err)
}

func identities(path string) ([]age.Identity, error) {
	key, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &NotTheCopy{fmt.Errorf("there is no such file as %s, which should hold the key", path)}
	}
	if err != nil {
		return nil, atDisk(err, path, true)
	}
	defer key.Close()
	list, err := age.ParseIdentities(blamed{key, path})
	if _, ok := errors.AsType[*DiskError](err); ok {
		return nil, err
	}
	if err != nil {
		return nil, &NotTheCopy{fmt.Errorf("%s holds no key that age-keygen made. If a passphrase protects it, take that off with age -d first", path)}
	}
	return list, nil
}

// NeedsKey says whether a copy is encrypted, by what it begins with; where that says
// nothing, by its name.
func NeedsKey(path string) bool {
	switch begins, err := beginning(path); {
	case err != nil:
		return Encrypted(path)
	case isAge(begins):
		return true
	default:
		return Encrypted(path) && !bytes.Contains(begins, []byte(boltMagic))
	}
}

// boltMagic stands near the beginning of a store.
const boltMagic = "\xed\xda\x0c\xed" // as little-endian machines write it

// beginning is what a file begins with, [ErrSilent] if its disk does not answer.
func beginning(path string) ([]byte, error) {
	return Soon(func() ([]byte, error) { return read(path, 64) })
}

func read(path string, most int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, most)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return head[:n], err
}

func isAge(head []byte) bool {
	return bytes.HasPrefix(head, []byte("age-encryption.org/")) || bytes.HasPrefix(head, []byte("-----BEGIN AGE"))
}
