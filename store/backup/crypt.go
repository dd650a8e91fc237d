package backup

import (
	"errors"
	"fmt"
	"io"
	"os"
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

// encrypt writes the file from to to, readable by the recipient only.
func encrypt(to io.Writer, from, recipient string) error {
	list, err := age.ParseRecipients(strings.NewReader(recipient))
	if err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := age.Encrypt(to, list...)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, f); err != nil {
		return err
	}
	return w.Close()
}

// Decrypt opens an encrypted copy with the identities in a file, as age-keygen
// writes them, and writes it to a new file. Nothing of a copy that was changed or
// cut short is left there.
func Decrypt(from, identity, to string) (err error) {
	key, err := os.Open(identity)
	if err != nil {
		return err
	}
	defer key.Close()
	list, err := age.ParseIdentities(key)
	if err != nil {
		return fmt.Errorf("%s holds no key that age-keygen made. If a passphrase protects it, take that off with age -d first", identity)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	r, err := age.Decrypt(in, list...)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return fmt.Errorf("the key in %s does not open %s. Take the one whose public key was in the config when the copy was made", identity, from)
	}
	if err != nil {
		return fmt.Errorf("%s is damaged, or not made by age: %w", from, err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	if err = errors.Join(err, out.Close()); err != nil {
		return errors.Join(fmt.Errorf("%s cannot be decrypted to its end: %w", from, err), os.Remove(to))
	}
	return nil
}

// isPlain says whether a file can be read and is not encrypted, whatever it is called.
func isPlain(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	const begins = "age-encryption.org/"
	head := make([]byte, len(begins))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) != begins && !strings.HasPrefix(string(head), "-----BEGIN AGE")
}
