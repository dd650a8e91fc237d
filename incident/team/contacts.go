package team

// Contact is somebody outside whom the company itself turns to. The zero value is nobody.
type Contact struct {
	Name  string `yaml:"name"`
	Phone string `yaml:"phone"`
	Email string `yaml:"email"`
}

// Known says whether anything is known of the contact.
func (c Contact) Known() bool { return c != Contact{} }

// Contacts are those whom the company turns to in bad trouble. Each may be left out.
type Contacts struct {
	Insurer Contact `yaml:"insurer"`
	Policy  string  `yaml:"policy"` // the number of the policy that the insurer asks for
	Lawyer  Contact `yaml:"lawyer"`
	Host    Contact `yaml:"host"` // who runs the machines
}
