// Amazon's provider as a plugin of Terraform 0.11: the module that go.mod pins, and the few lines that serve it.
//
// The module is served under the name of its new home only, and its code still has the old name; hence the replace line.
package main

import (
	"github.com/hashicorp/terraform/plugin"
	"github.com/terraform-providers/terraform-provider-aws/aws"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: aws.Provider})
}
